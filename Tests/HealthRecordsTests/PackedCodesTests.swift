import Testing

@testable import HealthRecords

@Suite struct PackedCodesTests {
  @Test(
    arguments: [
      [], [0], [127], [128], [0, 1, 2, 130, 131, 20_000, 3_000_000, Int32.max],
    ] as [[Int32]])
  func setsComeBack(codes: [Int32]) {
    #expect(PackedCodes.unpack(PackedCodes.pack(codes[...])) == codes)
  }

  @Test func neighboursTakeAByteEach() {
    #expect(PackedCodes.pack([5, 6, 7][...]).count == 3)
  }

  @Test func bytesThatAreNoSetAreRefused() {
    #expect(PackedCodes.unpack([0x80]) == nil)
    #expect(PackedCodes.unpack([0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]) == nil)
    #expect(PackedCodes.unpack([0xff, 0xff, 0xff, 0xff, 0x0f]) == nil)
  }
}
