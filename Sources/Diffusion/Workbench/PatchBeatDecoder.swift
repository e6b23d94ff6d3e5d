public import NeuralNetworks
public import Tensors

/// The workbench's decoder of a record's average beat: latents of any length to 8 leads around an R peak.
///
/// Each place of the beat asks the latent's columns for what belongs there: learned queries attend to
/// them, so that neither the record's length nor the places of its beats matter.
public struct PatchBeatDecoder: Module {
  /// Where the beat begins and ends.
  public let window: BeatForm
  private let input: Conv1d
  private let before, after: ResidualBlock
  private let queries: Tensor  // [places, width]
  private let attention: MultiHeadAttention
  private let output: Conv1d
  /// Places that are asked for; at 500 Hz every fifth sample.
  private let places: Int

  /// Draws the network.
  public init(_ form: WorkbenchForm, _ initializer: inout Initializer) throws(TensorError) {
    let width = form.beatWidth
    window = form.beat
    places = BeatForm(samplingRate: 100).sampleCount
    input = try .same(form.latentChannels, width, width: 3, &initializer)
    before = try ResidualBlock(width, width, groups: 8, &initializer)
    queries = try initializer.normal([places, width], standardDeviation: 1)
    attention = try MultiHeadAttention(width: width, heads: 4, &initializer)
    after = try ResidualBlock(width, width, groups: 8, &initializer)
    output = try .same(width, form.leads, width: 3, &initializer)
  }

  /// `input`, `before`, `queries`, `attention`, `after`, `output`.
  public var members: [Member] {
    [
      .module("input", input), .module("before", before), .parameter("queries", queries),
      .module("attention", attention), .module("after", after), .module("output", output),
    ]
  }

  /// Decodes latents `[B, C, T]` to beats in millivolts `[B, 8, N]`.
  public func callAsFunction(_ latent: Tensor) throws(TensorError) -> Tensor {
    let columns = try before(input(latent)).transposed()  // [B, T, W]
    let asked = try queries.unsqueezed(0).expanded(to: [latent.size(0), places, queries.size(1)])
    var beat = try after((asked + attention(asked, keys: columns, values: columns)).transposed())
    if window.sampleCount != places {
      beat = try beat.interpolated(to: window.sampleCount, .linear)
    }
    return try output(beat.silu())
  }
}
