// What runs over all tensors of a network in one pass: norms, averages, steps of AdamW.
#include <cmath>
#include <vector>

#include <ATen/Parallel.h>

#include "Internal.h"

#if defined(__x86_64__)
#define FOR_EACH_MACHINE \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif

using at::Tensor;

namespace {

// Elements of one piece of work; one unit of the sum of squares, so that threads do not change it.
constexpr int64_t piece = 16384;

// Up to four rows of floats that are stepped together.
struct Rows {
  float *a, *b, *c, *d;
  int64_t count;
  int64_t owner;
};

// Cuts rows into pieces.
void cut(std::vector<Rows> &pieces, Rows rows) {
  for (int64_t start = 0; start < rows.count; start += piece) {
    pieces.push_back({
        rows.a + start, rows.b ? rows.b + start : nullptr, rows.c ? rows.c + start : nullptr,
        rows.d ? rows.d + start : nullptr, std::min(piece, rows.count - start), rows.owner});
  }
}

template <class Body>
void for_each_piece(const std::vector<Rows> &pieces, Body &&body) {
  // A few pieces are done before a second thread has woken up.
  at::parallel_for(0, static_cast<int64_t>(pieces.size()), 4, [&](int64_t begin, int64_t end) {
    for (auto k = begin; k < end; ++k) body(pieces[static_cast<size_t>(k)], k);
  });
}

bool is_plain(const Tensor &tensor) {
  return tensor.is_cpu() && tensor.scalar_type() == at::kFloat && tensor.is_contiguous();
}

float *row(const Tensor &tensor) { return tensor.data_ptr<float>(); }

// Sixteen partial sums keep the order of additions free of the machine's vectors.
FOR_EACH_MACHINE
double sum_of_squares(const float *x, int64_t count) {
  double sums[16] = {0};
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (int lane = 0; lane < 16; ++lane) {
      sums[lane] += static_cast<double>(x[i + lane]) * static_cast<double>(x[i + lane]);
    }
  }
  double sum = 0;
  for (; i < count; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  for (double part : sums) sum += part;
  return sum;
}

FOR_EACH_MACHINE
void average(float *target, const float *source, int64_t count, float weight) {
  for (int64_t i = 0; i < count; ++i) target[i] += weight * (source[i] - target[i]);
}

struct Factors {
  float decay, rate, beta1, beta2, root, epsilon, scale;
};

FOR_EACH_MACHINE
void adamw(float *p, const float *g, float *m, float *v, int64_t count, const Factors f) {
  for (int64_t i = 0; i < count; ++i) {
    float gradient = g[i] * f.scale;
    m[i] = f.beta1 * m[i] + (1 - f.beta1) * gradient;
    v[i] = f.beta2 * v[i] + (1 - f.beta2) * gradient * gradient;
    p[i] = p[i] * f.decay - f.rate * m[i] / (std::sqrt(v[i]) * f.root + f.epsilon);
  }
}

Factors factors(const ctorch_adamw_settings &settings, int64_t step) {
  auto t = static_cast<double>(step);
  return {
      static_cast<float>(1 - settings.learning_rate * settings.weight_decay),
      static_cast<float>(settings.learning_rate / (1 - std::pow(settings.beta1, t))),
      static_cast<float>(settings.beta1),
      static_cast<float>(settings.beta2),
      static_cast<float>(1 / std::sqrt(1 - std::pow(settings.beta2, t))),
      static_cast<float>(settings.epsilon),
      static_cast<float>(settings.gradient_scale)};
}

// The same in ATen's operators, for other types and devices.
void adamw(
    const Tensor &p, const Tensor &gradient, const Tensor &m, const Tensor &v,
    const ctorch_adamw_settings &settings, int64_t step) {
  auto t = static_cast<double>(step);
  auto g = gradient.mul(settings.gradient_scale);
  m.mul_(settings.beta1).add_(g, 1 - settings.beta1);
  v.mul_(settings.beta2).addcmul_(g, g, 1 - settings.beta2);
  auto root = 1 / std::sqrt(1 - std::pow(settings.beta2, t));
  p.mul_(1 - settings.learning_rate * settings.weight_decay);
  p.addcdiv_(
      m, v.sqrt().mul_(root).add_(settings.epsilon),
      -settings.learning_rate / (1 - std::pow(settings.beta1, t)));
}

}  // namespace

ctorch_status ctorch_norm(const ctorch_tensor *const *tensors, int64_t count, double *norm) {
  return ctorch::effect("norm", {}, [&] {
    at::NoGradGuard quiet;
    std::vector<Rows> pieces;
    double sum = 0;
    for (int64_t k = 0; k < count; ++k) {
      const auto &tensor = tensors[k]->tensor;
      if (is_plain(tensor)) {
        cut(pieces, {row(tensor), nullptr, nullptr, nullptr, tensor.numel(), k});
      } else {
        sum += tensor.to(at::kDouble).square().sum().item<double>();
      }
    }
    std::vector<double> sums(pieces.size());
    for_each_piece(pieces, [&](const Rows &rows, int64_t k) {
      sums[static_cast<size_t>(k)] = sum_of_squares(rows.a, rows.count);
    });
    for (double part : sums) sum += part;
    *norm = std::sqrt(sum);
  });
}

ctorch_status ctorch_average_(
    const ctorch_tensor *const *targets, const ctorch_tensor *const *sources, int64_t count,
    double weight) {
  return ctorch::effect("average", {}, [&] {
    at::NoGradGuard quiet;
    std::vector<Rows> pieces;
    for (int64_t k = 0; k < count; ++k) {
      const auto &target = targets[k]->tensor, &source = sources[k]->tensor;
      TORCH_CHECK(target.sizes() == source.sizes(), target.sizes(), " and ", source.sizes());
      if (is_plain(target) && is_plain(source)) {
        cut(pieces, {row(target), row(source), nullptr, nullptr, target.numel(), k});
      } else {
        target.lerp_(source.to(target.options()), weight);
      }
    }
    for_each_piece(pieces, [&](const Rows &rows, int64_t) {
      average(rows.a, rows.b, rows.count, static_cast<float>(weight));
    });
  });
}

ctorch_status ctorch_adamw_(
    const ctorch_tensor *const *parameters, const ctorch_tensor *const *means,
    const ctorch_tensor *const *squares, int64_t *steps, int64_t count,
    ctorch_adamw_settings settings) {
  return ctorch::effect("AdamW", {}, [&] {
    at::NoGradGuard quiet;
    std::vector<Rows> pieces;
    std::vector<Factors> all(static_cast<size_t>(count));
    std::vector<Tensor> held;  // gradients that had to be copied
    for (int64_t k = 0; k < count; ++k) {
      const auto &p = parameters[k]->tensor, &m = means[k]->tensor, &v = squares[k]->tensor;
      auto g = p.grad();
      if (!g.defined()) continue;
      steps[k] += 1;
      if (!is_plain(p) || !is_plain(m) || !is_plain(v) || g.scalar_type() != at::kFloat) {
        adamw(p, g, m, v, settings, steps[k]);
        continue;
      }
      if (!is_plain(g)) held.push_back(g = g.contiguous());
      all[static_cast<size_t>(k)] = factors(settings, steps[k]);
      cut(pieces, {row(p), row(g), row(m), row(v), p.numel(), k});
    }
    for_each_piece(pieces, [&](const Rows &rows, int64_t) {
      adamw(rows.a, rows.b, rows.c, rows.d, rows.count, all[static_cast<size_t>(rows.owner)]);
    });
  });
}
