import Electrocardiogram
import Testing

@Suite struct PatientFoldTests {
  @Test func foldsOfPatientsAreFixed() {
    let folds = (0..<1000).map { PatientFold.fold(ofPatient: "cpsc/record \($0)") }
    #expect(Set(folds) == Set(1...10))
    for fold in 1...10 {
      // 100 expected, a standard deviation of 9.5: five of them.
      #expect(abs(folds.filter { $0 == fold }.count - 100) < 48)
    }
    #expect(PatientFold.fold(ofPatient: "a") == PatientFold.fold(ofPatient: "a"))
  }
}
