import Foundation

/// Published R-peak detectors, run in a Python process of their own.
///
/// Each works on one lead. Whichever of them that Python lacks is reported as absent.
final class PeerDetectors {
  /// A detector that is there, or why it is not.
  struct Peer: Encodable {
    let name: String
    let version: String?
    let absent: String?
  }

  /// The name under which wfdb-python's XQRS appears.
  static let xqrs = "XQRS"
  /// The name under which NeuroKit2's default method appears.
  static let neuroKit = "NeuroKit2"

  /// Reads requests `{"file", "samplingRate", "resampledTo"}` line by line, the signal being float64 in
  /// the file, and answers with the sample numbers of each detector.
  private static let script = """
    import importlib.metadata, json, sys, warnings
    warnings.simplefilter("ignore")
    peers, versions = {}, {}
    try:
        import numpy
        from wfdb import processing
        peers["\(xqrs)"] = lambda x, rate: processing.xqrs_detect(x, rate, verbose=False)
        versions["\(xqrs)"] = "wfdb " + importlib.metadata.version("wfdb")
    except ImportError:
        pass
    try:
        import numpy, neurokit2
        peers["\(neuroKit)"] = lambda x, rate: neurokit2.ecg_peaks(
            neurokit2.ecg_clean(x, sampling_rate=rate), sampling_rate=rate)[1]["ECG_R_Peaks"]
        versions["\(neuroKit)"] = importlib.metadata.version("neurokit2")
    except ImportError:
        pass
    print(json.dumps(versions), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        signal, rate = numpy.fromfile(request["file"], dtype="<f8"), request["samplingRate"]
        missing = ~numpy.isfinite(signal)
        if missing.any() and not missing.all():
            there = numpy.flatnonzero(~missing)
            signal[missing] = numpy.interp(numpy.flatnonzero(missing), there, signal[there])
        target = request.get("resampledTo") or rate
        if target != rate:
            signal, _ = processing.resample_sig(signal, rate, target)
        rate = int(target) if target == int(target) else target
        answer = {}
        for name, detect in peers.items():
            try:
                beats = [int(sample) for sample in detect(signal, rate)]
            except Exception:
                beats = []
            answer[name] = beats
        print(json.dumps(answer), flush=True)
    """

  private struct Request: Encodable {
    let file: String
    let samplingRate: Double
    let resampledTo: Double?
  }

  /// The peers, those that are absent with their reason.
  let peers: [Peer]
  private let process: Process?
  private let requests = Pipe()
  private let answers = Pipe()
  private var buffer = Data()
  private let signalFile = FileManager.default.temporaryDirectory.appending(
    path: "ecgsim-\(UUID().uuidString).f64")

  /// Starts the process, if peers are wanted.
  init(wanted: Bool) {
    let names = [Self.xqrs, Self.neuroKit]
    func absent(_ reason: String) -> [Peer] {
      names.map { Peer(name: $0, version: nil, absent: reason) }
    }
    guard wanted else {
      (peers, process) = (absent("not asked for"), nil)
      return
    }
    let python = PythonPeer.interpreter
    // Otherwise a peer that ends would end this process too.
    signal(SIGPIPE, SIG_IGN)
    let process = PythonPeer.process(Self.script)
    process.standardInput = requests
    process.standardOutput = answers
    do {
      try process.run()
    } catch {
      (peers, self.process) = (absent("\(python) cannot be started"), nil)
      return
    }
    let greeting = Self.line(from: answers.fileHandleForReading, &buffer)
    guard let greeting,
      let versions = try? JSONDecoder().decode([String: String].self, from: greeting)
    else {
      (peers, self.process) = (absent("\(python) is no Python 3"), nil)
      return
    }
    peers = names.map { name in
      Peer(
        name: name, version: versions[name],
        absent: versions[name] == nil ? "\(python) lacks it; run '.ci/setup all'" : nil)
    }
    self.process = versions.isEmpty ? nil : process
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process?.waitUntilExit()
    try? FileManager.default.removeItem(at: signalFile)
  }

  /// The versions of those that are there.
  var versions: [String: String] {
    Dictionary(
      uniqueKeysWithValues: peers.compactMap { peer in peer.version.map { (peer.name, $0) } })
  }

  /// The beats that each detector finds in a signal.
  ///
  /// - Parameters:
  ///   - millivolts: The signal; missing samples are bridged.
  ///   - samplingRate: Its samples a second.
  ///   - resampled: The rate to which it is resampled first, if it is.
  /// - Returns: Sample numbers at the rate after resampling, ascending; nothing of absent detectors.
  /// - Throws: A failure if the signal cannot be handed over or the process has ended.
  func beats(
    in millivolts: [Double], samplingRate: Double, resampledTo resampled: Double? = nil
  ) throws -> [String: [Int]] {
    guard let process else { return [:] }
    let bytes = unsafe millivolts.withUnsafeBytes { unsafe Data($0) }
    do {
      try bytes.write(to: signalFile)
      var line = try JSONEncoder().encode(
        Request(file: signalFile.path, samplingRate: samplingRate, resampledTo: resampled))
      line.append(0x0A)
      try requests.fileHandleForWriting.write(contentsOf: line)
      if let answer = Self.line(from: answers.fileHandleForReading, &buffer) {
        return try JSONDecoder().decode([String: [Int]].self, from: answer)
          .mapValues { $0.sorted() }
      }
    } catch is CocoaError {
      throw Failure(
        .cannotReadOrWrite,
        "\(signalFile.path): the signal for the peers cannot be written; free some space or say "
          + "--without-peers")
    }
    throw Failure(
      .cannotReadOrWrite,
      "\(PythonPeer.interpreter) ended with the peers (process \(process.processIdentifier)); try "
        + "again, or say --without-peers")
  }

  /// The next line of what a process prints; `nil` at the end.
  private static func line(from handle: FileHandle, _ buffer: inout Data) -> Data? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer = Data(buffer[(end + 1)...])
        return Data(line)
      }
      let more = handle.availableData
      guard !more.isEmpty else { return nil }
      buffer.append(more)
    }
  }
}
