public import Tensors

/// A part of a network: what it learns, by name.
///
/// A module is a value whose tensors are shared by its copies: an optimiser that changes them in place
/// changes every copy. Names joined by dots are the keys of checkpoints.
public protocol Module: Sendable {
  /// Parameters, buffers and modules below, in the order of the checkpoint.
  var members: [Member] { get }
}

/// One thing that a module holds.
public struct Member: Sendable {
  enum Content: Sendable {
    case parameter(Tensor)
    case buffer(Tensor)
    case module(any Module)
  }

  let name: String
  let content: Content?

  /// A tensor that is learned; none if `nil`.
  public static func parameter(_ name: String, _ tensor: Tensor?) -> Member {
    Member(name: name, content: tensor.map { .parameter($0) })
  }

  /// A tensor that is stored with the parameters but not learned.
  public static func buffer(_ name: String, _ tensor: Tensor) -> Member {
    Member(name: name, content: .buffer(tensor))
  }

  /// A module below; an empty name adds nothing to the names of what it holds.
  public static func module(_ name: String, _ module: (any Module)?) -> Member {
    Member(name: name, content: module.map { .module($0) })
  }

  /// Modules below, named by their index.
  public static func modules(_ name: String, _ modules: [any Module]) -> Member {
    module(name, ModuleList(modules))
  }
}

/// A layer of a network: a module that makes one tensor of another.
public protocol Layer: Module {
  /// Applies the layer.
  func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor
}

/// Modules named by their index.
public struct ModuleList: Module {
  let modules: [any Module]

  /// Lists modules.
  public init(_ modules: [any Module]) { self.modules = modules }

  /// The modules, named `0`, `1`, ….
  public var members: [Member] { modules.enumerated().map { .module("\($0)", $1) } }
}

extension Module {
  /// All tensors with their full names, in the order of the checkpoint.
  public var namedTensors: [(name: String, tensor: Tensor)] {
    walk().map { ($0.name, $0.tensor) }
  }

  /// The tensors that are learned, with their full names.
  public var namedParameters: [(name: String, tensor: Tensor)] {
    walk().filter(\.isLearned).map { ($0.name, $0.tensor) }
  }

  /// The tensors that are learned.
  public var parameters: [Tensor] { namedParameters.map(\.tensor) }

  /// Number of elements of all tensors, learned or not.
  public var elementCount: Int { namedTensors.reduce(0) { $0 + $1.tensor.count } }

  private func walk() -> [(name: String, tensor: Tensor, isLearned: Bool)] {
    var found: [(name: String, tensor: Tensor, isLearned: Bool)] = []
    for member in members {
      switch member.content {
      case .parameter(let tensor): found.append((member.name, tensor, true))
      case .buffer(let tensor): found.append((member.name, tensor, false))
      case .module(let module):
        let prefix = member.name.isEmpty ? "" : member.name + "."
        found += module.walk().map { (prefix + $0.name, $0.tensor, $0.isLearned) }
      case nil: break
      }
    }
    return found
  }

  /// Forgets all gradients.
  public func clearGradients() throws(TensorError) {
    for parameter in parameters { try parameter.setGradient(nil) }
  }
}
