// Automatic differentiation and what changes tensors in place.
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include "Internal.h"

using ctorch::effect;
using ctorch::result;

ctorch_status ctorch_set_requires_gradient(ctorch_tensor *tensor, bool required) {
  return effect("gradient request", {tensor}, [&] { tensor->tensor.requires_grad_(required); });
}

bool ctorch_requires_gradient(const ctorch_tensor *tensor) {
  return tensor->tensor.requires_grad();
}

ctorch_status ctorch_detach(const ctorch_tensor *tensor, ctorch_tensor **out) {
  return result("detach", {tensor}, out, [&] { return tensor->tensor.detach(); });
}

ctorch_status ctorch_backward(const ctorch_tensor *root, bool retain_graph) {
  return effect("backward pass", {root}, [&] {
    TORCH_CHECK(root->tensor.numel() == 1, "gradients are taken of one number");
    root->tensor.backward({}, retain_graph);
  });
}

ctorch_status ctorch_gradient(const ctorch_tensor *tensor, ctorch_tensor **out) {
  return effect("gradient", {tensor}, [&] {
    const auto &gradient = tensor->tensor.grad();
    *out = gradient.defined() ? ctorch::handle(gradient) : nullptr;
  });
}

ctorch_status ctorch_set_gradient(ctorch_tensor *tensor, const ctorch_tensor *gradient) {
  return effect("setting a gradient", {tensor, gradient}, [&] {
    TORCH_CHECK(
        gradient == nullptr || gradient->tensor.sizes() == tensor->tensor.sizes(),
        "the shapes differ");
    tensor->tensor.mutable_grad() = gradient ? gradient->tensor : at::Tensor();
  });
}

ctorch_status ctorch_gradients(
    const ctorch_tensor *output, const ctorch_tensor *weight, const ctorch_tensor *const *inputs,
    int64_t count, bool retain_graph, bool create_graph, ctorch_tensor **out) {
  return effect("gradients", {output}, [&] {
    std::vector<at::Tensor> sources, weights;
    for (int64_t k = 0; k < count; ++k) sources.push_back(inputs[k]->tensor);
    if (weight) weights.push_back(weight->tensor);
    auto gradients = torch::autograd::grad(
        {output->tensor}, sources, weights, retain_graph, create_graph, /*allow_unused=*/true);
    for (int64_t k = 0; k < count; ++k) out[k] = nullptr;
    for (int64_t k = 0; k < count; ++k) {
      auto &gradient = gradients[static_cast<size_t>(k)];
      if (gradient.defined()) out[k] = ctorch::handle(std::move(gradient));
    }
  });
}

bool ctorch_set_gradient_mode(bool enabled) {
  auto before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(enabled);
  return before;
}

ctorch_status ctorch_copy_(ctorch_tensor *target, const ctorch_tensor *source) {
  return effect("copy", {target, source}, [&] {
    at::NoGradGuard quiet;
    TORCH_CHECK(target->tensor.sizes() == source->tensor.sizes(), "the shapes differ");
    target->tensor.copy_(source->tensor);
  });
}

ctorch_status ctorch_fill_(ctorch_tensor *target, double value) {
  return effect("filling", {target}, [&] {
    at::NoGradGuard quiet;
    target->tensor.fill_(value);
  });
}

ctorch_status ctorch_combine_(
    ctorch_tensor *target, double a, const ctorch_tensor *source, double b) {
  return effect("combination", {target, source}, [&] {
    at::NoGradGuard quiet;
    if (a != 1) target->tensor.mul_(a);
    target->tensor.add_(source->tensor, b);
  });
}
