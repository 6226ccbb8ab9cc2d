# Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
"""Writes a published network without its last layer as TorchScript, for train --backbone.

    python3 backbone.py resnet18 resnet18.pt [--weights resnet18-f37072fd.pth]
    python3 backbone.py mobilenet_v2 mobilenet_v2.pt [--weights mobilenet_v2-b0353104.pth]

Needs torch alone. The layers have the names of torchvision, so that its published state dictionaries (ImageNet, pictures of
0 to 1 less the mean (0.485, 0.456, 0.406), by the deviation (0.229, 0.224, 0.225)) fit; without --weights they are random.
He et al., 2015, arXiv 1512.03385; Sandler et al., 2018, arXiv 1801.04381.
"""
import argparse
from collections import OrderedDict

import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        same = stride == 1 and inputs == outputs
        self.downsample = nn.Sequential() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + self.downsample(x))


class ResNet18(nn.Module):
    """11.2 M parameters; features (N, 512)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(BasicBlock(64, 64, 1), BasicBlock(64, 64, 1))
        self.layer2 = nn.Sequential(BasicBlock(64, 128, 2), BasicBlock(128, 128, 1))
        self.layer3 = nn.Sequential(BasicBlock(128, 256, 2), BasicBlock(256, 256, 1))
        self.layer4 = nn.Sequential(BasicBlock(256, 512, 2), BasicBlock(512, 512, 1))

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x)))).mean([2, 3])


def normalized(inputs, outputs, kernel=1, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [] if expansion == 1 else [normalized(inputs, hidden)]
        layers += [normalized(hidden, hidden, 3, stride, hidden),
                   nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*layers)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.shortcut else self.conv(x)


class MobileNetV2(nn.Module):
    """2.2 M parameters; features (N, 1280)."""

    def __init__(self):
        super().__init__()
        layers, inputs = [normalized(3, 32, 3, 2)], 32
        for expansion, outputs, repeats, stride in [
                (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
            for i in range(repeats):
                layers.append(InvertedResidual(inputs, outputs, stride if i == 0 else 1, expansion))
                inputs = outputs
        self.features = nn.Sequential(*layers, normalized(inputs, 1280))

    def forward(self, x):
        return self.features(x).mean([2, 3])


def main():
    networks = {"resnet18": ResNet18, "mobilenet_v2": MobileNetV2}
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=networks)
    parser.add_argument("output")
    parser.add_argument("--weights", help="a state dictionary of torchvision")
    arguments = parser.parse_args()
    torch.manual_seed(1)
    network = networks[arguments.network]()
    if arguments.weights:
        weights = torch.load(arguments.weights, map_location="cpu")
        kept = OrderedDict((k, v) for k, v in weights.items() if not k.startswith(("fc.", "classifier.")))
        network.load_state_dict(kept)  # strict: every other name must fit
    else:
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out")
    torch.jit.save(torch.jit.script(network.eval()), arguments.output)
    print(arguments.output, sum(p.numel() for p in network.parameters()), "parameters")


if __name__ == "__main__":
    main()
