import Electrocardiogram
import Fitting
import Foundation

/// SciPy's `least_squares` on the beats that `bench --fit` fits, in a process of its own.
enum SciPyPeer {
  /// What it reads: beats of one number of kernels.
  struct Job: Encodable {
    struct Beat: Encodable {
      let samplingRate: Double
      let millivolts: [Double]
    }

    let kernels: Int
    let starts: Int
    let beats: [Beat]
  }

  /// What it answers, one number for each beat.
  struct Figures: Decodable {
    let version: String
    /// PRD in percent and processor time in milliseconds of the greedy fit.
    let greedyPRD: [Double]
    let greedyMilliseconds: [Double]
    /// The same of the best of all starts, the greedy one among them.
    let bestPRD: [Double]
    let bestMilliseconds: [Double]
  }

  /// Fits in Python: kernels enter one by one at the largest residual, all are refined after each.
  ///
  /// The model has a baseline as ecgsim's has. Method `lm` with an analytic Jacobian. The first start puts them in with the widths of a QRS
  /// complex, then of a T wave; the others draw each width from 5 to 60 ms.
  static let script = """
    import json, sys, time
    try:
        import numpy as np, scipy
        from scipy.optimize import least_squares
    except ImportError:
        sys.exit(3)
    np.seterr(all="ignore")
    job = json.load(open(sys.argv[1]))
    rng = np.random.default_rng(0)
    def parts(p, t):
        a, m, b = p[1::3, None], p[2::3, None], p[3::3, None]
        d = (t - m) / b
        return a, b, d, np.exp(-d * d / 2)
    def model(p, t):
        a, b, d, g = parts(p, t)
        return p[0] + (a * g).sum(0)
    def jacobian(p, t):
        a, b, d, g = parts(p, t)
        j = np.empty((len(p), len(t)))
        j[0], j[1::3], j[2::3], j[3::3] = 1, g, a * g * d / b, a * g * d * d / b
        return j.T
    def refine(p, t, y, most):
        try:
            s = least_squares(lambda q: model(q, t) - y, p, jac=lambda q: jacobian(q, t),
                              method="lm", max_nfev=most)
        except ValueError:
            return p
        return s.x if np.isfinite(model(s.x, t)).all() else p
    def prd(p, t, y):
        e = y - model(p, t)
        e = e - e.mean()
        return float(100 * np.sqrt((e @ e) / (y @ y)))
    out = {"version": scipy.__version__, "greedyPRD": [], "greedyMilliseconds": [],
           "bestPRD": [], "bestMilliseconds": []}
    def greedy(widths, t, y):
        p = np.array([np.median(y)])
        for width in widths:
            left = y - model(p, t)
            i = int(np.argmax(np.abs(left)))
            p = refine(np.append(p, [left[i], t[i], width]), t, y, 60)
        return prd(p, t, y)
    kernels = job["kernels"]
    for beat in job["beats"]:
        y = np.array(beat["millivolts"])
        y = y - y.mean()
        t = np.arange(len(y)) / beat["samplingRate"]
        start = time.process_time()
        best = greedy([0.012 if k < 4 else 0.04 for k in range(kernels)], t, y)
        out["greedyPRD"].append(best)
        out["greedyMilliseconds"].append(1e3 * (time.process_time() - start))
        for _ in range(job["starts"] - 1):
            best = min(best, greedy(np.exp(rng.uniform(np.log(0.005), np.log(0.06), kernels)), t, y))
        out["bestPRD"].append(best)
        out["bestMilliseconds"].append(1e3 * (time.process_time() - start))
    print(json.dumps(out))
    """

  /// Fits with SciPy now.
  static func fit(_ job: Job) throws -> (figures: Figures?, reason: String?) {
    let python = PythonPeer.interpreter
    let process = PythonPeer.process(script)
    // One thread, as the fits beside it.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"], uniquingKeysWith: { $1 })
    let file = FileManager.default.temporaryDirectory
      .appending(path: "ecgsim-\(ProcessInfo.processInfo.globallyUniqueString).json")
    try JSONEncoder().encode(job).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.arguments?.append(file.path)
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch { return (nil, "\(python) cannot be started") }
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let figures = try? JSONDecoder().decode(Figures.self, from: answer) else {
      return process.terminationStatus == 3
        ? (nil, "\(python) has no SciPy; run '.ci/setup all'")
        : (nil, "\(python) ended with status \(process.terminationStatus)")
    }
    return (figures, nil)
  }
}
