import Foundation
import FoundationXML

/// What an SVG holds, by a parser that refuses what is not well-formed.
final class VectorPicture: NSObject, XMLParserDelegate {
  /// Texts as they are drawn, in order.
  private(set) var texts: [String] = []
  /// The attributes of the outermost element.
  private(set) var root: [String: String] = [:]
  private var isText = false

  init(svg path: String) throws {
    super.init()
    let parser = XMLParser(data: try Data(contentsOf: URL(fileURLWithPath: path)))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if root.isEmpty { root = attributes }
    isText = name == "text" || (isText && name == "tspan")
    if name == "text" { texts.append("") }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isText { texts[texts.count - 1] += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { isText = false }
  }
}
