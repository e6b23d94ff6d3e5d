import Foundation

/// libFuzzer's entry: hands bytes to the check that `FUZZ_TARGET` names.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try check(Array(UnsafeBufferPointer(start: data, count: count)))
  } catch {
    fatalError("\(error)")
  }
  return 0
}

private let check: @Sendable ([UInt8]) throws -> Void = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let check = ParserChecks.all[name] else {
    fatalError("FUZZ_TARGET is '\(name)', not one of \(ParserChecks.all.keys.sorted())")
  }
  return check
}()
