extension GnuplotProcess {
  /// A gnuplot expression for the text, whatever characters it holds.
  ///
  /// Single quotes, because gnuplot runs programs named in backquotes inside double ones. A quote is
  /// doubled, a control character (which would end the command) is put in by number.
  public static func quoted(_ text: String) -> String {
    var expression = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": expression += "''"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        expression += "'.sprintf(\"%c\",\(scalar.value)).'"
      default: expression.unicodeScalars.append(scalar)
      }
    }
    return expression + "'"
  }

  /// The text as a field of a tab-separated data file, to be drawn `with labels noenhanced`.
  ///
  /// gnuplot expands backslashes in such a field twice (when it reads and when it draws it) and ends
  /// it at a quotation mark, so both are written by their octal numbers. A control character becomes
  /// a blank.
  public static func dataField(_ text: String) -> String {
    var field = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": field += #"\134\134"#
      case "\"": field += #"\042"#
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: field += " "
      default: field.unicodeScalars.append(scalar)
      }
    }
    return field + "\""
  }
}
