import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("NPY array")
struct NPYArrayTests {
  /// An NPY file of version 1.0 with the dictionary and bytes given.
  private func file(_ dictionary: String, _ data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let length = dictionary.utf8.count
    var bytes =
      [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 255), UInt8(length >> 8)]
    if version > 1 { bytes += [0, 0] }
    return bytes + Array(dictionary.utf8) + data
  }

  private func parse(_ bytes: [UInt8]) throws -> NPYArray {
    try NPYArray(parsing: bytes, file: "x.npy")
  }

  @Test("arrays written are read back to the bit, float32 to single precision")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "x.npy").path
      let values = [0, -0.0, 1.1, -2.5e-8, .infinity, .nan]
      for shape in [[6], [2, 3], [1, 6, 1], [6, 1]] {
        let array = NPYArray(shape: shape, values: values)
        for element in NPYArray.Element.allCases {
          try array.write(to: path, as: element)
          let back = try NPYArray.read(path)
          #expect(back.shape == shape)
          for (a, b) in zip(back.values, values) {
            let stored = element == .float64 ? b : Double(Float(b))
            #expect(a.bitPattern == stored.bitPattern || a.isNaN && b.isNaN)
          }
        }
      }
      expectError(.outOfRange, ["number 0", "1e+300"]) {
        try NPYArray(shape: [1], values: [1e300]).write(to: path, as: .float32)
      }
    }
  }

  @Test("both byte orders, both memory orders and all versions are read")
  func variants() throws {
    let big: [UInt8] = [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0]
    let little: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    let two = NPYArray(shape: [2], values: [1, -2])
    #expect(try parse(file("{'descr':'>f4','fortran_order':False,'shape':(2,)}", big)) == two)
    for version in [1, 2, 3] as [UInt8] {
      let text = "{ \"shape\" : ( 2L , ) , 'fortran_order' : True,\n'descr': '<f4', }  \n"
      #expect(try parse(file(text, little, version: version)) == two)
    }
    // Columns 1 −2 and 1 1 in Fortran order: rows are (1, 1) and (−2, 1).
    let columns = little + little[..<4] + little[..<4]
    let array = try parse(file("{'descr':'<f4','fortran_order':True,'shape':(2,2)}", columns))
    #expect(array == NPYArray(shape: [2, 2], values: [1, 1, -2, 1]))
    let scalar = try parse(file("{'descr':'<f4','fortran_order':False,'shape':()}", [0, 0, 0, 0]))
    #expect(scalar.shape == [])
  }

  @Test(
    "a malformed file says what",
    arguments: [
      ("{'descr':'<f4','fortran_order':False,'shape':(2,)}x", "more after"),
      ("{'descr':'<f4','fortran_order':False}", "only the keys"),
      ("{'descr':'<f4','descr':'<f4'}", "'descr' again"), ("{'name':1}", "unknown key 'name'"),
      ("{'descr':'<f4' 'x'}", "no '}'"), ("{'descr", "not closed"),
      ("{'descr' '<f4'}", "no ':'"), ("[1]", "no '{'"), ("", "no '{'"),
      ("{'fortran_order':1}", "neither True nor False"), ("{'shape':(-1,)}", "no whole number"),
      ("{'shape':2}", "no '('"), ("{'shape':(1.5,)}", "no ')'"),
      ("{'shape':(99999999999999999999,)}", "no whole number"),
      (
        "{'descr':'<f4','fortran_order':False,'shape':(4294967296,4294967296)}",
        "more numbers than memory"
      ), ("{'descr':'<f8','fortran_order':False,'shape':(2305843009213693952,)}", "memory"),
    ])
  func malformed(dictionary: String, words: String) {
    expectError(.malformed, ["x.npy", words]) { _ = try parse(file(dictionary)) }
  }

  @Test("wrong lengths are told apart")
  func lengths() {
    let head = "{'descr':'<f4','fortran_order':False,'shape':(1000000000000,)}"
    expectError(.truncated, ["holds 2 of the 1000000000000"]) {
      _ = try parse(file(head, [0, 0, 0, 0, 0, 0, 0, 0]))
    }
    expectError(.malformed, ["3 bytes follow"]) {
      let one = "{'descr':'<f4','fortran_order':False,'shape':(1,)}"
      _ = try parse(file(one, [0, 0, 0, 0, 1, 2, 3]))
    }
    expectError(.malformed, ["byte 0", "NPY"]) { _ = try parse(Array("PK\u{3}\u{4}".utf8)) }
    expectError(.malformed, ["header of 65535 bytes"]) {
      _ = try parse([0x93] + Array("NUMPY".utf8) + [1, 0, 255, 255, 0])
    }
  }

  @Test("objects, records and other numbers are refused")
  func notSupported() {
    for (descriptor, words) in [
      ("'|O'", "Python objects"), ("'O8'", "Python objects"), ("[('a', '<f4')]", "several fields"),
      ("'<i2'", "'<i2'"), ("'<c8'", "'<c8'"), ("'f4'", "'f4'"), ("'|f4'", "'|f4'"),
      ("'<<f4'", "'<<f4'"),
    ] {
      expectError(.notSupported, ["x.npy", words]) {
        _ = try parse(file("{'descr':\(descriptor),'fortran_order':False,'shape':(0,)}"))
      }
    }
    expectError(.notSupported, ["version 4"]) { _ = try parse(file("{}", version: 4)) }
    expectError(.notSupported, ["3 axes in Fortran order"]) {
      _ = try parse(file("{'descr':'<f4','fortran_order':True,'shape':(1,0,2)}"))
    }
  }

  @Test("both layouts become the same recording", arguments: ArrayLayout.allCases)
  func layouts(layout: ArrayLayout) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made.npy").path
      let recording = madeRecording(samples: 40)
      var writing = RecordWriter.Options()
      writing.layout = layout
      writing.element = .float64
      try RecordWriter.write(recording, to: path, as: .npy, options: writing)
      let shape = layout == .samplesByLeads ? [40, 12] : [12, 40]
      #expect(try NPYArray.read(path).shape == shape)
      var reading = RecordReader.Options()
      reading.samplingRate = 500
      for readLayout in [.automatic, layout] {
        reading.layout = readLayout
        let back = try RecordReader.read(path, options: reading)
        #expect(back.name == "made")
        #expect(back.channels == recording.channels)
      }
      reading.leadNames = ["II"]
      expectError(.incomplete, ["1 names for the 12 leads"]) {
        _ = try RecordReader.read(path, options: reading)
      }
    }
  }

  @Test("what an array does not tell is asked for")
  func incomplete() throws {
    func recording(_ shape: [Int], _ layout: ArrayLayout = .automatic) throws -> Recording {
      let values = [Double](repeating: 3, count: shape.reduce(1, *))
      return try NPYArray(shape: shape, values: values)
        .recording(
          name: "x", samplingRate: 1, layout: layout, unitsPerMillivolt: 2, file: "x.npy")
    }
    expectError(.incomplete, ["[4, 4]", "which axis"]) { _ = try recording([4, 4]) }
    #expect(try recording([4, 4], .leadsBySamples).channels.count == 4)
    #expect(try recording([8, 9]).channels.map(\.lead) == Lead.independent)
    #expect(try recording([3]).channels.map(\.name) == ["signal 0"])
    #expect(try recording([3]).channels[0].millivolts == [1.5, 1.5, 1.5])
    expectError(.notSupported, ["[2, 12, 10]", "x[0]"]) { _ = try recording([2, 12, 10]) }
    expectError(.malformed, ["no samples"]) { _ = try recording([Int.max, 0], .leadsBySamples) }
    for layout in [ArrayLayout.leadsBySamples, .samplesByLeads] {
      let shape = layout == .leadsBySamples ? [2, 3] : [3, 2]
      var values = [Double](repeating: .nan, count: 6)
      values[layout == .leadsBySamples ? 4 : 3] = -.infinity
      expectError(.outOfRange, ["sample 1 of lead 'V1'", "NaN"]) {
        _ = try NPYArray(shape: shape, values: values).recording(
          name: "x", samplingRate: 100, leadNames: ["II", "V1"], layout: layout, file: "x.npy")
      }
    }
  }
}
