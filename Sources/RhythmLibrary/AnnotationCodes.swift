/// How annotation files write a rhythm and its conducted beats.
public struct AnnotationCodes: Sendable, Equatable {
  /// Rhythms, in the codes of PhysioNet's databases.
  ///
  /// Source: physionet.org, "MIT-BIH Annotations"; first-degree block, escape of the ventricles,
  /// asystole and fibrillation of the ventricles: the MIT-BIH Malignant Ventricular Ectopy Database.
  public enum RhythmCode: String, Sendable, CaseIterable {
    /// Normal sinus rhythm, and sinus bradycardia.
    case N, SBR
    /// Atrial bigeminy, fibrillation and flutter; supraventricular tachyarrhythmia; junctional rhythm.
    case AB, AFIB, AFL, SVTA, NOD
    /// First- and second-degree atrioventricular block.
    case BI, BII
    /// Ventricular bigeminy and trigeminy, tachycardia, flutter and fibrillation.
    case B, T, VT, VFL, VF
    /// Idioventricular rhythm, and escape of the ventricles.
    case IVR, VER
    /// Paced, pre-excited, and no electrical activity at all.
    case P, PREX, ASYS
  }

  /// Types of beats that come down the node.
  public enum BeatCode: String, Sendable, CaseIterable {
    /// Normal; left, right and unspecified bundle branch block.
    case N, L, R, B
  }

  /// The rhythm.
  public var rhythm: RhythmCode
  /// Its conducted beats; those of foci and pacemakers have types of their own.
  public var beat: BeatCode

  /// Creates the codes.
  public init(rhythm: RhythmCode, beat: BeatCode = .N) {
    self.rhythm = rhythm
    self.beat = beat
  }
}
