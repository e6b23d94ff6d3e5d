/// Weights learned from PTB-XL.
///
/// Source: 309 twelve-lead recordings of folds 1 to 7 of PTB-XL (Wagner et al., Sci Data 7:154, 2020;
/// CC BY 4.0), baseline wander below 0.5 Hz removed; delays and ridge chosen on fold 8. Printed by
/// `ecgsim leads learn ptb-xl --output FILE.json`, rounded to four decimals. Frank's axes are those that
/// Kors's matrix reads from the twelve leads, since PTB-XL was recorded without his electrodes.
extension LeadReconstruction {
  /// The weights for one of the two sets of sources.
  ///
  /// - Parameters:
  ///   - sources: The signals to reconstruct from, in the order of one of the two sets.
  ///   - withDelays: Whether samples before and after each instant are used too.
  /// - Returns: The reconstruction; `nil` for other sources.
  public static func ptbXL(from sources: [SourceLead], withDelays: Bool) -> LeadReconstruction? {
    switch sources {
    case SourceLead.threeLeads: withDelays ? threeLeadsDelayed : threeLeads
    case SourceLead.frank: withDelays ? frankDelayed : frank
    default: nil
    }
  }

  private static let threeLeads = LeadReconstruction(
    sources: SourceLead.threeLeads,
    weights: [
      0, 0, 0,  // I, given
      0, 0, 0,  // II, given
      -0.5026, -0.1645, 0.3960,  // V1
      0, 0, 0,  // V2, given
      0.0790, 0.8460, 0.6748,  // V3
      0.3164, 1.1461, 0.2921,  // V4
      0.5876, 0.9088, 0.0160,  // V5
      0.5591, 0.6608, -0.0838,  // V6
    ])

  private static let threeLeadsDelayed = LeadReconstruction(
    sources: SourceLead.threeLeads, delays: [-0.016, -0.008, 0, 0.008, 0.016],
    weights: [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // I, given
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // II, given
      0.0486, -0.1608, -0.4089, -0.1153, 0.0631, 0.0148, 0.0019, -0.1635, -0.0133,
      -0.0573, -0.0800, 0.0792, 0.2762, 0.0957, 0.0120,  // V1
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // V2, given
      -0.0901, -0.0278, 0.1419, -0.0688, -0.0342, -0.1105, 0.1062, 0.7041, 0.2300,
      -0.1594, -0.0830, 0.0220, 0.6552, 0.0367, 0.0524,  // V3
      -0.0029, 0.0315, 0.2877, -0.0061, -0.1475, -0.2247, 0.1250, 1.0087, 0.3093,
      -0.1881, -0.1305, 0.0357, 0.3497, -0.0590, 0.0837,  // V4
      0.0346, 0.1573, 0.4416, 0.0754, -0.1551, -0.1944, 0.0756, 0.8314, 0.2291,
      -0.1162, -0.0709, 0.0150, 0.0802, -0.0603, 0.0393,  // V5
      -0.0162, 0.1551, 0.4098, 0.1155, -0.0962, -0.1183, 0.0478, 0.6031, 0.1697,
      -0.0617, -0.0268, 0.0007, -0.0189, -0.0379, -0.0020,  // V6
    ])

  private static let frank = LeadReconstruction(
    sources: SourceLead.frank,
    weights: [
      0.7430, -0.2538, 0.0936,  // I
      0.1579, 0.9900, -0.0644,  // II
      -0.3570, -0.3197, -0.8481,  // V1
      0.3452, -0.9876, -1.7540,  // V2
      0.7276, -0.2094, -1.6683,  // V3
      1.0539, 0.1965, -0.9753,  // V4
      1.0674, 0.1967, -0.2110,  // V5
      0.8220, 0.2794, 0.1350,  // V6
    ])

  private static let frankDelayed = LeadReconstruction(
    sources: SourceLead.frank, delays: [-0.016, -0.008, 0, 0.008, 0.016],
    weights: [
      -0.0176, 0.0252, 0.7016, 0.0449, 0.0193, 0.0901, -0.0233, -0.1730, -0.1700,
      0.0198, -0.0335, 0.0328, 0.1436, -0.0591, 0.0153,  // I
      0.0035, 0.0048, 0.1460, -0.0112, -0.0003, -0.0117, 0.0172, 1.0025, 0.0134,
      -0.0019, -0.0125, 0.0125, -0.0593, 0.0054, -0.0099,  // II
      -0.0061, -0.0222, -0.3633, 0.0354, 0.0092, 0.0867, -0.0138, -0.2621, -0.1092,
      -0.0122, 0.0153, -0.0943, -0.6817, -0.1324, 0.0478,  // V1
      0.0201, 0.1056, 0.4051, -0.0138, -0.0339, 0.2409, -0.0865, -0.9165, -0.3065,
      0.2184, -0.4217, 0.0274, -1.3566, -0.1638, 0.0704,  // V2
      -0.0153, 0.0303, 0.7596, -0.0158, 0.0282, -0.0699, 0.0326, -0.2779, 0.0564,
      0.0193, -0.0833, 0.0030, -1.6730, -0.0557, 0.0777,  // V3
      -0.0014, -0.0283, 1.0869, -0.0300, -0.0045, -0.1194, 0.0127, 0.0805, 0.1968,
      -0.0436, 0.1604, -0.0029, -1.2076, 0.1283, -0.0483,  // V4
      0.0116, 0.0329, 1.0400, -0.0022, -0.0388, -0.1006, -0.0170, 0.1787, 0.1037,
      -0.0466, 0.0840, -0.0050, -0.2817, 0.0783, -0.0784,  // V5
      -0.0038, 0.0077, 0.8196, 0.0199, -0.0143, -0.0202, 0.0047, 0.2530, 0.0469,
      -0.0172, 0.0076, -0.0326, 0.1504, -0.0071, 0.0133,  // V6
    ])
}
