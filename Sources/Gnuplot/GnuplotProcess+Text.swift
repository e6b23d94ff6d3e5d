extension GnuplotProcess {
  /// A gnuplot expression for the text, whatever characters it holds.
  ///
  /// Single quotes, because gnuplot runs programs named in backquotes inside double ones. A quote is
  /// put in by number, since gnuplot takes a doubled one at the start for the end, and so is a control
  /// character, which would end the command.
  public static func quoted(_ text: String) -> String {
    var expression = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case _ where scalar == "'" || scalar.value < 0x20 || scalar.value == 0x7F:
        expression += "'.sprintf(\"%c\",\(scalar.value)).'"
      default: expression.unicodeScalars.append(scalar)
      }
    }
    return expression + "'"
  }

  /// The text as a field of a tab-separated data file, to be drawn `with labels` on a terminal
  /// that is `noenhanced`.
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
