import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// What this library writes, read by wfdb-python and NumPy; what NumPy writes, read here.
@Suite("Read-back by Python", .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct OracleReadBackTests {
  @Test("wfdb-python reads written records and annotations equal")
  func wfdb() throws {
    try withTemporaryFolder { folder in
      var written: [String: WFDBRecord] = [:]
      for format in WFDBFormat.allCases {
        let path = folder.appending(path: "f\(format.rawValue)").path
        var recording = madeRecording(samples: 333, samplingRate: 257.03)
        recording.channels[8].millivolts[7] = .nan
        var record = try WFDBRecord(
          quantising: recording, format: format,
          unitsPerMillivolt: Double(min(format.values.upperBound / 2 - 1, 1 << 24)))
        for index in record.header.signals.indices { record.header.signals[index].baseline = 3 }
        try record.write(to: path, format: format)
        written[path] = try WFDBRecord.read(path)
        #expect(written[path]?.samples == record.samples)
        // Python's annotations need the record's signals only for its rate.
        try AnnotationFile(annotations: AnnotationFileTests.everything.map(Self.plain))
          .write(to: path + ".atr")
      }
      try WFDBOracle.read(folder.path) { oracle in
        #expect(oracle.records.count == written.count)
        for (number, read) in oracle.records.enumerated() {
          let record = try #require(written[read.path])
          #expect(read.samplingRate == 257.03)
          #expect(read.comments == record.header.comments)
          #expect(read.names == Lead.allCases.map(\.rawValue))
          #expect(read.gains == record.header.signals.map(\.gain))
          #expect(read.baselines == record.header.signals.map(\.baseline))
          #expect(read.checksums == record.header.signals.map(\.checksum))
          #expect(read.initialValues == record.samples.map { Int($0[0]) })
          #expect(bytes(record.samples) == (try oracle.digital(number)))
          // NaN has many bit patterns, so the numbers are compared.
          let physical = try oracle.physical(number).withUnsafeBytes {
            Array($0.bindMemory(to: Double.self))
          }
          for (a, b) in zip(record.samples.indices.flatMap { record.physical($0) }, physical) {
            #expect(a == b || a.isNaN && b.isNaN)
          }
          let marks = try #require(read.annotations["atr"])
          #expect(marks.map(\.annotation) == AnnotationFileTests.everything.map(Self.plain))
        }
      }
    }
  }

  @Test("offsets, skews and several files are read as wfdb-python reads them")
  func unusual() throws {
    try withTemporaryFolder { folder in
      let content = Data((0..<90).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + 3) })
      for name in ["a.dat", "b.xyz"] { try content.write(to: folder.appending(path: name)) }
      // One skew in a file: wfdb-python fails at two different ones.
      let headers = [
        "h1 3 250/360(7) 9\na.dat 16:2+3 100(4)/mV\na.dat 16+3 0\nb.xyz 80:1 1e2 8 -5\n",
        "h2 2 128 12\na.dat 212:3 200 12 1024 0\na.dat 212 200 12 1024 0\n",
        "h3 3 1000 7\na.dat 24+1 2.5(-3)/uV\nb.xyz 32:2+2 2\nb.xyz 32+2 2/V\n",
        "h4 1 250 31\na.dat 212+3\n",
      ]
      for header in headers {
        let name = header.prefix(2) + ".hea"
        try Data(header.utf8).write(to: folder.appending(path: String(name)))
      }
      try WFDBOracle.read(folder.path) { oracle in
        #expect(oracle.records.count == headers.count)
        for (number, read) in oracle.records.enumerated() {
          let record = try WFDBRecord.read(read.path)
          #expect(record.header.signals.map(\.gain) == read.gains)
          #expect(record.header.signals.map(\.baseline) == read.baselines)
          #expect(record.header.signals.map(\.units) == read.units)
          #expect(bytes(record.samples) == (try oracle.digital(number)), "\(read.path)")
        }
      }
    }
  }

  /// wfdb-python decodes text byte by byte, so that only ASCII is the same there.
  private static func plain(_ annotation: Annotation) -> Annotation {
    var annotation = annotation
    if annotation.text == "µ" { annotation.text = "u" }
    return annotation
  }

  @Test("NumPy reads written arrays and tables equal, and its arrays are read")
  func numpy() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      let recording = madeRecording(samples: 77)
      let array = NPYArray(recording)
      try array.write(to: path("f8.npy"), as: .float64)
      try array.write(to: path("f4.npy"), as: .float32)
      try CSVFile.write(recording, to: path("table.csv"))
      let script = """
        import sys, numpy as np, pandas as pd
        folder = sys.argv[1] + "/"
        f8, f4 = np.load(folder + "f8.npy"), np.load(folder + "f4.npy")
        assert f8.dtype == np.float64 and f4.dtype == np.float32 and f8.shape == (12, 77)
        assert (f4 == f8.astype(np.float32)).all()
        f8.tofile(folder + "f8.raw")
        table = pd.read_csv(folder + "table.csv", comment="#")
        assert list(table.columns)[:3] == ["time", "I", "II"] and table.shape == (77, 13)
        assert np.allclose(table["time"], np.arange(77) / 500, rtol=0, atol=1e-9)
        assert np.allclose(table["aVR"], f8[3], rtol=0, atol=1.001e-6)
        np.save(folder + "fortran.npy", np.asfortranarray(f8))
        np.save(folder + "transposed.npy", f8.T)
        np.save(folder + "big.npy", f8.astype(">f8"))
        np.save(folder + "object.npy", np.array([f8, None], dtype=object), allow_pickle=True)
        """
      _ = try OraclePython.run(script, [folder.path])
      let raw = try Data(contentsOf: URL(fileURLWithPath: path("f8.raw")))
      #expect(raw == bytes([array.values]))
      #expect(try NPYArray.read(path("fortran.npy")) == array)
      #expect(try NPYArray.read(path("big.npy")) == array)
      #expect(
        try NPYArray.read(path("transposed.npy")) == NPYArray(recording, layout: .samplesByLeads))
      expectError(.notSupported, ["Python objects"]) { _ = try NPYArray.read(path("object.npy")) }
    }
  }
}
