public import CardiacModel
public import Tensors

/// The formulas of the heart run on tensors as they run on numbers.
extension DeferredTensor: WaveScalar {}
