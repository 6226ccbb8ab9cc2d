"""Trains a small face detector by dense distillation from YuNet, in a given time, in one sitting or several.

    python3 detector.py --pack pack --out out --seconds 560                                    on a GPU
    python3 detector.py --pack pack --out out --seconds 3000 --total-seconds 20000 --resume    on a CPU, again and again

The detector takes (1, 3, height, width), RGB, 0..255, both sides multiples of 32, and returns (1, cells, 15):
the cells of stride 8, then 16, then 32, each from the top row by row; per cell
    0      logit of the score
    1..4   box: centre x, y as offset from the cell's column and row in units of the stride; log of width, height
           in units of the stride, so that  x = (column + v1) * stride,  width = exp(v3) * stride
    5..14  five points (eye, eye, nose, mouth corner, mouth corner; of each pair first the viewer's left), offsets as
           the centre's; in detector.pt, which is spared that, as parts of the box's width and height from its centre
Written to --out, every --save seconds and at the end: detector.pt (TorchScript, made on the CPU), detector.npz (its
weights), detector.json (figures), snapshot.pt (to go on from); and log.txt.
"""
import argparse
import copy
import ctypes
import itertools
import json
import math
import multiprocessing
import os
import queue
import signal
import sys
import time
import traceback

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # else torch crawls as soon as another process runs; before torch
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader

import scoring
from views import CALTECH, SHARES, SIDE, WIDER, Atlas, Pack, Planner, degrade, guard_places, make_views
from yunet import YuNet, cell_positions, decode, find_faces, flatten, pairwise_iou

START = time.time()
# On CPUs only where they compute with it themselves: elsewhere it is slower than float32.
BFLOAT16 = torch.cuda.is_available() or getattr(torch.cpu, "_is_avx512_bf16_supported", bool)()
# Where the points of an upright face lie: from the box's centre, in parts of its width and height.
UPRIGHT = (-0.2, -0.12, 0.2, -0.12, 0.0, 0.07, -0.16, 0.24, 0.16, 0.24)


class Conv(nn.Module):
    """Convolution, batch normalisation, ReLU; with `residual` its input is added before the ReLU."""

    def __init__(self, inputs, outputs, stride=1, kernel=3, residual=False):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm, self.residual = nn.BatchNorm2d(outputs), residual

    def forward(self, x):
        y = self.norm(self.conv(x))
        return F.relu(y + x if self.residual else y)

    def folded(self):
        """The same as a plain convolution with bias: normalisation and addition go into its weights."""
        scale = self.norm.weight / (self.norm.running_var + self.norm.eps).sqrt()
        conv = nn.Conv2d(self.conv.in_channels, self.conv.out_channels, self.conv.kernel_size, self.conv.stride,
                         self.conv.padding)
        conv.weight.data = self.conv.weight * scale[:, None, None, None]
        conv.bias.data = self.norm.bias - self.norm.running_mean * scale
        if self.residual:
            nn.init.dirac_(identity := torch.empty_like(conv.weight))
            conv.weight.data += identity
        return nn.Sequential(conv, nn.ReLU(inplace=True))


class Detector(nn.Module):
    """Backbone to stride 32, merged from the top down, one head per stride; only plain convolutions."""

    INPUT_SCALE = 1 / 128

    def __init__(self, widths=(16, 32, 48, 64, 48), repeats=(0, 1, 2, 2), neck=48):
        super().__init__()
        self.stem = Conv(3, widths[0], 2)
        stages = [nn.Sequential(Conv(widths[i], widths[i + 1], 2),
                                *[Conv(widths[i + 1], widths[i + 1], residual=True) for _ in range(n)])
                  for i, n in enumerate(repeats)]
        self.stage4, self.stage8, self.stage16, self.stage32 = stages
        self.lateral8, self.lateral16, self.lateral32 = (nn.Conv2d(w, neck, 1) for w in widths[2:])
        self.head8, self.head16, self.head32 = (
            nn.Sequential(Conv(neck, neck, residual=True), nn.Conv2d(neck, 5, 1)) for _ in range(3))
        self.points8, self.points16, self.points32 = (
            nn.Sequential(nn.Conv2d(neck, 32, 1), nn.ReLU(inplace=True), nn.Conv2d(32, 10, 1)) for _ in range(3))
        for head, points in zip((self.head8, self.head16, self.head32), (self.points8, self.points16, self.points32)):
            nn.init.normal_(head[1].weight, std=0.01)
            head[1].bias.data.zero_()[0] = -4.6
            head[1].bias.data[3:5] = 1.0
            nn.init.normal_(points[2].weight, std=0.01)
            points[2].bias.data = torch.tensor(UPRIGHT)

    def forward(self, x):
        return self.answer(self.maps(x))

    def scaled(self, x):
        return (x * self.INPUT_SCALE).contiguous(memory_format=torch.channels_last)

    def maps(self, x):
        """The three maps before the last convolution of each head."""
        x = self.stem(self.scaled(x))
        x8 = self.stage8(self.stage4(x))
        x16 = self.stage16(x8)
        x32 = self.stage32(x16)
        n32 = self.lateral32(x32)
        n16 = self.lateral16(x16) + F.interpolate(n32, scale_factor=2.0, mode="nearest")
        n8 = self.lateral8(x8) + F.interpolate(n16, scale_factor=2.0, mode="nearest")
        return self.head8[0](F.relu(n8)), self.head16[0](F.relu(n16)), self.head32[0](F.relu(n32))

    def answer(self, maps):
        return placed(self.parts(maps).float())

    def parts(self, maps):
        """As the detector answers, but the points are parts of the box's width and height, from its centre: nearly
        constant but for pose."""
        found = self.head8[1](maps[0]), self.head16[1](maps[1]), self.head32[1](maps[2])
        points = self.points8(maps[0]), self.points16(maps[1]), self.points32(maps[2])
        return torch.cat([torch.cat(both, 1).permute(0, 2, 3, 1).flatten(1, 2) for both in zip(found, points)], 1)


def placed(parts):
    """Makes offsets from the cell of points that are parts of the box."""
    box = parts[..., :5].detach()
    points = box[..., 1:3].repeat(1, 1, 5) + parts[..., 5:] * box[..., 3:5].clamp(max=6).exp().repeat(1, 1, 5)
    return torch.cat((parts[..., :5], points), -1)


class Exported(Detector):
    """The trained detector with all normalisation folded away; whoever uses it places the points."""

    def __init__(self, trained):
        nn.Module.__init__(self)
        for name, child in copy.deepcopy(trained).float().cpu().eval().named_children():
            if isinstance(child, nn.Sequential):
                child = nn.Sequential(*[c.folded() if isinstance(c, Conv) else c for c in child])
            self.add_module(name, child.folded() if isinstance(child, Conv) else child)
        self.stem[0].weight.data *= self.INPUT_SCALE
        self.to(memory_format=torch.channels_last).requires_grad_(False).eval()

    def forward(self, x):
        return self.parts(self.maps(x))

    def scaled(self, x):
        return x.contiguous(memory_format=torch.channels_last)


class Teacher:
    """YuNet's answer for each cell of a view, from the view at its own, half and (that share of them) double size."""

    def __init__(self, path, device, dtype, double=1.0):
        self.net = YuNet(path).eval().to(device, dtype, memory_format=torch.channels_last)  # far faster than the usual
        self.dtype, self.double = dtype, double

    def maps(self, x, features=False):
        return self.net(x.flip(1).to(self.dtype).contiguous(memory_format=torch.channels_last), features)

    @torch.no_grad()
    def answer(self, x):
        """Per cell (batch, cells, 15) the most certain answer; (batch, cells) how well the sizes agree on it: the
        second highest score that any of the three sizes gives around the cell; the maps before the heads at the
        view's own size, and the score (0..1) there. The last views of the batch, of most tiles, are doubled too."""
        own, features = self.maps(x, features=True)
        half, near = self.maps(F.avg_pool2d(x, 2)), self.evidence(own, own[0].shape[2])
        single = int(len(x) * (1 - self.double))
        parts = [self.maps(F.interpolate(part, scale_factor=2.0, mode="bilinear", align_corners=False))
                 for part in x[single:].split(32)]
        double = [torch.cat((m[0].new_zeros(single, *m[0].shape[1:]), *m)) for m in zip(*parts)]
        choices = [(own[0], double[1], self.merged(double[0])), (own[1], double[2], half[0]), (own[2], half[1])]
        best, agreed = [], []
        near_double = torch.cat((near[:single], self.evidence([m[single:] for m in double], near.shape[2])))
        evidence = torch.cat((near, near_double, self.evidence(half, near.shape[2])), 1)
        evidence = evidence.topk(2, dim=1).values[:, 1:]
        for i, maps in enumerate(choices):
            maps = torch.stack(maps)
            first = maps[:, :, :1].argmax(0, keepdim=True).expand(1, *maps.shape[1:])
            best.append(maps.gather(0, first)[0])
            agreed.append(F.max_pool2d(evidence, 2 ** i))
        scores = [F.max_pool2d(m[:, :1], 3, 1, 1) for m in own]
        return self.settled(best), flatten(agreed)[..., 0], features, scores

    @torch.no_grad()
    def faces(self, picture):
        """Boxes and points (n, 14) found in one picture (height, width, 3) at its own and at half its size."""
        x, faces = picture.permute(2, 0, 1)[None].float(), np.zeros((0, 14), np.float32)
        for scale in (1, 2):
            maps = self.maps(F.avg_pool2d(x, scale))
            cells = cell_positions(x.shape[2] // scale, x.shape[3] // scale, x.device)
            found = find_faces(flatten(maps)[0], cells, 0.5)[:, :14] * scale
            new = ~(scoring.iou(found[:, :4], faces[:, :4]) >= 0.4).any(1)
            faces = np.concatenate((faces, found[new]))
        return faces

    @staticmethod
    def settled(maps, most=64):
        """All cells of a face get the box and the points of its most certain cell."""
        peaks = flatten([m[:, :1] * (m[:, :1] == F.max_pool2d(m[:, :1], 3, 1, 1)) for m in maps])[..., 0]
        answer, cells = flatten(maps), cell_positions(8 * maps[0].shape[2], 8 * maps[0].shape[3], maps[0].device)
        first = peaks.topk(most, dim=1).indices
        boxes, points = decode(answer, cells)
        values = torch.cat((boxes, points), -1)
        chosen = values.gather(1, first[..., None].expand(*first.shape, 14))
        fits = pairwise_iou(boxes, chosen[..., :4]) >= 0.5
        which = fits.to(torch.uint8).argmax(2)[..., None]  # the first, which is the most certain
        values = torch.where(fits.any(2)[..., None], chosen.gather(1, which.expand(*which.shape[:2], 14)), values)
        position, stride = cells[:, :2], cells[:, 2:]
        centre = (values[..., :2] + values[..., 2:4] / 2) / stride - position
        points = values[..., 4:] / stride - position.repeat(1, 5)
        return torch.cat((answer[..., :1], centre, (values[..., 2:4] / stride).log(), points), -1)

    @staticmethod
    def merged(maps):
        """From each 2x2 cells the one of the highest score, its numbers in units of the larger cell."""
        n, c, h, w = maps.shape
        four = maps.view(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 2, 4, 3, 5).reshape(n, c, h // 2, w // 2, 4)
        first = four[:, :1].argmax(-1, keepdim=True)
        out = four.gather(-1, first.expand(n, c, h // 2, w // 2, 1))[..., 0]
        column, row = (first[:, 0, ..., 0] % 2).to(out.dtype), (first[:, 0, ..., 0] // 2).to(out.dtype)
        offset = torch.stack((column, row), 1)
        return torch.cat((out[:, :1], (out[:, 1:3] + offset) / 2, out[:, 3:5] - math.log(2),
                          (out[:, 5:] + offset.repeat(1, 5, 1, 1)) / 2), 1)

    @staticmethod
    def evidence(maps, size):
        """The highest score of the three strides around each place, on a grid of that size."""
        near = []
        for m in maps:
            score = F.max_pool2d(m[:, :1], 3, 1, 1)
            if score.shape[2] > size:
                score = F.max_pool2d(score, score.shape[2] // size)
            near.append(F.interpolate(score, size=size, mode="nearest"))
        return torch.stack(near).amax(0)


@torch.no_grad()
def make_targets(answer, agreed, cells, plan, guarded):
    """Joins the teacher's answers and the annotations. Returns (batch, cells, 15) with the wanted score first,
    and weights (batch, cells) of score, box and points.

    Guarded places (WIDER, all faces annotated): what fits no annotated face is no face. Elsewhere the score is
    lowered where the teacher's sizes disagree. Annotated faces have a least score (`floors`): where the teacher
    missed one, the cells at its centre get it. Points are those that the teacher gave in the picture as it stands:
    in a turned one its own hardly turn."""
    boxes, floors = plan["boxes"], plan["floors"]
    score, (found, _) = answer[..., 0], decode(answer, cells)
    overlap = pairwise_iou(found, boxes)
    centre = (found[..., :2] + found[..., 2:] / 2).unsqueeze(2)
    corner, extent = boxes[:, None, :, :2], boxes[:, None, :, 2:]
    at_centre = ((centre >= corner) & (centre <= corner + extent)).all(-1).any(2)
    known = (overlap.amax(2) >= 0.35) | at_centre
    wanted = torch.where(guarded, score * known, (score * torch.minimum(score, agreed)).sqrt())

    # Annotated faces that the teacher missed: the nearest cells of the stride that fits their size.
    length = (boxes[..., 2] * boxes[..., 3]).sqrt()
    stride = torch.where(length < 48, 8.0, torch.where(length < 112, 16.0, 32.0))
    best = ((overlap >= 0.5) * wanted[..., None]).amax(1)
    missed = (floors > 0) & (best < floors)
    away = (cells[None, :, None, :2] - (corner + extent / 2) / stride[:, None, :, None]).abs().amax(-1)
    forced = missed[:, None] & (stride[:, None] == cells[None, :, 2:]) & (away <= 0.75)
    least, which = (forced * floors[:, None]).max(2)
    is_forced = least > wanted
    own = overlap.gather(2, which[..., None])[..., 0] >= 0.4  # the teacher's box fits there all the same
    box = boxes.gather(1, which[..., None].expand(*which.shape, 4))
    annotated = torch.cat(((box[..., :2] + box[..., 2:] / 2) / cells[:, 2:] - cells[:, :2],
                           (box[..., 2:].clamp(min=1) / cells[:, 2:]).log()), -1)
    use_annotated = (is_forced & guarded & ~own)[..., None]
    fit, which = pairwise_iou(found, plan["known"][..., :4]).max(2)
    is_known = fit >= 0.4
    points = plan["known"][..., 4:].gather(1, which[..., None].expand(*which.shape, 10))
    points = torch.where(is_known[..., None], points / cells[:, 2:] - cells[:, :2].repeat(1, 5), answer[..., 5:])
    target = torch.cat((torch.maximum(wanted, least)[..., None],
                        torch.where(use_annotated, annotated, answer[..., 1:5]), points), -1)

    # Annotated faces without a least score (tiny or cut off) are not held against the detector.
    place = cells[:, :2] * cells[:, 2:]
    within = ((place[None, :, None] >= corner) & (place[None, :, None] <= corner + extent)).all(-1)
    unsure = (within & (floors == 0)[:, None]).any(2) & (target[..., 0] < 0.3)
    strong = target[..., 0] * (target[..., 0] > 0.3)
    box_weight = strong * (~is_forced | own | guarded)
    return target, torch.stack((1 - unsure.float(), box_weight, strong * (~is_forced | own | is_known)), -1)


def losses(output, target, weights):
    """Score: cross entropy with soft targets, weighted by how far off it is, so that false faces and missed ones
    count most. Box: generalised IoU and smooth L1. Points: smooth L1; both in units of the face's size."""
    logit, wanted = output[..., 0], target[..., 0]
    off = (logit.detach().sigmoid() - wanted).abs()
    cross = F.binary_cross_entropy_with_logits(logit, wanted, reduction="none")
    score = (cross * off ** 1.5 * weights[..., 0]).sum() / weights[..., 1].sum().clamp(min=10.0)

    size, mine = target[..., 3:5].clamp(-3, 5).exp(), output[..., 3:5].clamp(max=6).exp()
    low_a, high_a = output[..., 1:3] - mine / 2, output[..., 1:3] + mine / 2
    low_b, high_b = target[..., 1:3] - size / 2, target[..., 1:3] + size / 2
    both = (torch.minimum(high_a, high_b) - torch.maximum(low_a, low_b)).clamp(min=0).prod(-1)
    either = mine.prod(-1) + size.prod(-1) - both
    around = (torch.maximum(high_a, high_b) - torch.minimum(low_a, low_b)).prod(-1)
    giou = both / either - (around - either) / around
    delta = torch.cat(((output[..., 1:3] - target[..., 1:3]) / size, output[..., 3:5] - target[..., 3:5]), -1)
    near = F.smooth_l1_loss(delta, torch.zeros_like(delta), beta=0.1, reduction="none").sum(-1)
    total = weights[..., 1].sum().clamp(min=10.0)
    box = (((1 - giou) + near) * weights[..., 1]).sum() / total

    delta = (output[..., 5:].unflatten(-1, (5, 2)) - target[..., 5:].unflatten(-1, (5, 2))) / size[..., None, :]
    points = F.smooth_l1_loss(delta, torch.zeros_like(delta), beta=0.05, reduction="none").sum((-1, -2))
    points = (points * weights[..., 2]).sum() / weights[..., 2].sum().clamp(min=10.0)
    return torch.stack((2 * score, box, points))


class FeatureLoss(nn.Module):
    """How far the student's maps are, through 1x1 convolutions that are thrown away in the end, from the teacher's;
    the latter made to mean 0 and deviation 1 per channel, with statistics from the batches it was shown."""

    def __init__(self, inputs, outputs=64):
        super().__init__()
        self.adapters = nn.ModuleList(nn.Conv2d(inputs, outputs, 1) for _ in range(3))
        self.norms = nn.ModuleList(nn.BatchNorm2d(outputs, affine=False, momentum=None).eval() for _ in range(3))

    @torch.no_grad()
    def observe(self, features):
        for norm, wanted in zip(self.norms, features):
            norm.train()(wanted.float())
            norm.eval()

    def forward(self, maps, features, scores):
        loss = 0
        for adapter, norm, mine, wanted, score in zip(self.adapters, self.norms, maps, features, scores):
            off = F.smooth_l1_loss(adapter(mine).float(), norm(wanted.float()), reduction="none").mean(1, keepdim=True)
            weight = 0.02 + score
            loss = loss + (off * weight).sum() / weight.sum() / 3
        return loss


class Validation:
    """The tenth of the pictures that training never sees, and some WIDER pictures that it does, at their own size."""

    def __init__(self, pack, device, most):
        self.pack, self.device, self.most, self.parts = pack, device, most, {}

    def add(self, source, pictures):
        held = self.pack.table["validation"][self.pack.members[source]]
        cells = cell_positions(SIDE[source], SIDE[source], self.device)
        chosen = {source: np.nonzero(held)[0][:self.most]}
        if source == WIDER:
            chosen["seen"] = np.nonzero(~held)[0][:70]
        for name, members in chosen.items():
            x = pictures[members].to(self.device).permute(0, 3, 1, 2).contiguous()
            self.parts[name] = x, cells, [self.pack.annotations(r) for r in self.pack.members[source][members]]

    def ask(self, teacher):
        """Takes the teacher's results for comparison."""
        self.known = self.faces(CALTECH, lambda x: flatten(teacher.maps(x)), 0.3)
        self.teacher, self.teacher_seen = (
            self.compare(name, self.faces(name, lambda x: flatten(teacher.maps(x)), 0.02)) for name in (WIDER, "seen"))

    @torch.no_grad()
    def faces(self, name, run, threshold):
        """The faces found in each picture, best first."""
        x, cells, _ = self.parts[name]
        out, tried = [], torch.backends.cudnn.benchmark
        torch.backends.cudnn.benchmark = False  # trying algorithms does not pay for these sizes
        for part in x.split(32 if x.is_cuda else 4):
            out += [find_faces(values, cells, threshold) for values in run(part.float())]
        torch.backends.cudnn.benchmark = tried
        return out

    def compare(self, name, faces):
        """Outcomes (score, right or wrong) over WIDER pictures, number of faces, AP."""
        results = [scoring.match(f, t) for f, t in zip(faces, self.parts[name][2])]
        outcomes, total = [o for r in results for o in r[0]], sum(r[1] for r in results)
        return outcomes, total, scoring.curve(outcomes, total)[3]

    def report(self, net):
        """Figures of a network, and its outcomes on WIDER with logits, for calibration."""
        def run(x):
            values = net(x).float()
            return torch.cat((values[..., :1].sigmoid(), values[..., 1:]), -1)

        outcomes, total, ap = self.compare(WIDER, self.faces(WIDER, run, 0.02))
        seen_ap = self.compare("seen", self.faces("seen", run, 0.02))[2]
        scores, recall, precision, _ = scoring.curve(outcomes, total)
        f1 = 2 * recall * precision / np.maximum(recall + precision, 1e-9)
        threshold = float(np.clip(scores[f1.argmax()], 0.2, 0.8)) if len(scores) else 0.5
        best = scoring.at_threshold(outcomes, total, threshold)
        known = agreed = beyond = counted = hit = 0
        for mine, theirs, truth in zip(self.faces(CALTECH, run, threshold), self.known, self.parts[CALTECH][2]):
            overlap = scoring.iou(theirs[:, :4], mine[:, :4]) >= 0.4
            sure = theirs[:, 14] >= 0.6
            known, agreed = known + sure.sum(), agreed + (overlap.any(1) & sure).sum()
            paired, seen = scoring.match_points(mine, truth)
            beyond += (~paired & ~overlap.any(0)).sum()
            large = np.array([scoring.eye_distance(p) >= 12 for p in truth], bool)
            counted, hit = counted + large.sum(), hit + (seen & large).sum()
        figures = dict(ap=ap, ap_on_training=seen_ap, threshold=threshold, recall=best[0], precision=best[1],
                       caltech_recall=hit / max(1, counted), caltech_yunet_agreed=agreed / max(1, known),
                       caltech_beyond=int(beyond), caltech_pictures=len(self.known))
        return {k: round(float(v), 4) for k, v in figures.items()}, outcomes


def calibration(outcomes):
    """(a, b) of sigmoid(a * logit + b): the probability that a box matches an annotated face with IoU 0.5."""
    scores, hits = np.array(outcomes, float).reshape(-1, 2).T
    scores = scores.clip(1e-6, 1 - 1e-6)
    logit, w = np.log(scores / (1 - scores)), np.array((1.0, 0.0))
    x = np.stack((logit, np.ones_like(logit)), 1)
    for _ in range(50):  # Newton's method with a little regularisation
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 0.1 * np.eye(2)
        w = w - np.linalg.solve(hessian, x.T @ (p - hits) + 0.1 * (w - (1, 0)))
    return [float(v) for v in w]


def export(net, folder):
    """Writes detector.pt and detector.npz; returns the largest difference to the network that was trained."""
    exported = Exported(net)
    with torch.no_grad():
        script = torch.jit.trace(exported, torch.rand(1, 3, 64, 96) * 255, check_trace=False)
        script.save(f"{folder}/new.pt")
        loaded, worst = torch.jit.load(f"{folder}/new.pt"), 0.0
        reference = copy.deepcopy(net).float().cpu().eval()
        for h, w in ((96, 64), (320, 256)):
            x = torch.rand(1, 3, h, w) * 255
            worst = max(worst, float((placed(loaded(x)) - reference(x)).abs().max()))
    np.savez(f"{folder}/new.npz", **{k: v.contiguous().numpy() for k, v in exported.state_dict().items()})
    for kind in ("pt", "npz"):
        os.replace(f"{folder}/new.{kind}", f"{folder}/detector.{kind}")
    return worst


def describe(figures, outcomes, total):
    """What detector.json tells of a network, from Validation.report."""
    a, b = calibration(outcomes)
    threshold = figures["threshold"]
    table = {t: scoring.at_threshold(outcomes, total, t) for t in np.arange(0.2, 0.85, 0.05).round(2).tolist()}
    return dict(validation=figures, validation_by_threshold=table, calibration=dict(a=a, b=b),
                default_threshold=threshold, suppression_iou=0.3,
                default_probability=1 / (1 + math.exp(-a * math.log(threshold / (1 - threshold)) - b)))


def keep_memory():
    """Makes the C library (glibc) keep freed memory, else each large tensor on the CPU costs new, cleared pages."""
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(-4, 0)            # M_MMAP_MAX
        libc.mallopt(-1, 2 ** 31 - 1)  # M_TRIM_THRESHOLD


class Training:
    """All that a sitting holds. Goes on from the snapshot in --out if it is told to."""

    def __init__(self, args, say):
        self.args, self.say = args, say
        self.device = device = torch.device(args.device)
        self.cuda = device.type == "cuda"
        saved = None
        if args.resume and os.path.exists(f"{args.out}/snapshot.pt"):
            saved = torch.load(f"{args.out}/snapshot.pt", map_location="cpu")
            say(f"goes on after {saved['steps']} steps, {saved['fresh']} fresh batches, {saved['elapsed']:.0f} seconds")
        self.steps, self.fresh, self.elapsed = ((saved or {}).get(name, 0) for name in ("steps", "fresh", "elapsed"))
        self.result = {}
        torch.manual_seed(args.seed + self.steps)
        np.random.seed(args.seed + self.steps)

        pack = Pack(args.pack, args.limit)
        precision = torch.float16 if self.cuda else torch.bfloat16 if args.bfloat16 else torch.float32
        self.teacher = Teacher(f"{args.pack}/yunet.onnx", device, precision, args.double)
        pictures = {source: pack.decode(source) for source in (WIDER, CALTECH)}
        known = self.known_faces(pack, pictures)
        planner = Planner(pack, args.batch, args.size, args.seed, known, args.shares, args.smallest, args.tilt,
                          self.fresh)
        ahead = dict(prefetch_factor=4) if args.workers else {}
        self.plans = iter(DataLoader(planner, batch_size=None, num_workers=args.workers, pin_memory=self.cuda,
                                     **ahead))  # before the device is used

        torch.backends.cudnn.benchmark = True
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        self.net = Detector(repeats=args.repeats).to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.net).eval()
        self.states = [[t.detach() for t in m.state_dict().values() if t.is_floating_point()]
                       for m in (self.average, self.net)]
        self.features = FeatureLoss(self.net.head8[1].in_channels).to(device)
        self.optimizer = torch.optim.AdamW([*self.net.parameters(), *self.features.parameters()], lr=args.rate,
                                           weight_decay=1e-3)
        for name in ("net", "average", "features", "optimizer") if saved else ():
            getattr(self, name).load_state_dict(saved[name])

        self.validation, self.atlases = Validation(pack, device, args.most), {}
        for source in (WIDER, CALTECH):
            self.atlases[source] = Atlas(pictures[source], device)
            self.validation.add(source, pictures[source])
        del pictures
        self.cells = cell_positions(args.size, args.size, device)
        self.places = guard_places(self.cells, args.size)
        say(f"{sum(p.numel() for p in self.net.parameters())} parameters, batches of {args.batch} views "
            f"{args.size}x{args.size} with {planner.counts} of 1, 4, 9, 16 tiles, bfloat16 {args.bfloat16}")
        context, self.given = multiprocessing.get_context("fork"), 0
        self.ready = context.Queue(4)
        self.producers = [context.Process(target=self.produce, args=(self.ready, i), daemon=True)
                          for i in range(args.producers)]
        for producer in self.producers:
            producer.start()
        self.validation.ask(self.teacher)
        outcomes, total, ap = self.validation.teacher
        r, p, false = scoring.at_threshold(outcomes, total, 0.6)
        say(f"validation: YuNet AP {ap:.3f}, at 0.6 recall {r:.3f}, precision {p:.3f}, false {false}, of {total} "
            f"faces; AP on training pictures {self.validation.teacher_seen[2]:.3f}")

    def known_faces(self, pack, pictures):
        """The teacher's faces in each training picture, kept beside the pack."""
        path = f"{self.args.pack}/known.npz"
        if not self.args.limit and os.path.exists(path):
            stored = np.load(path)
            return {source: np.split(stored[f"faces{source}"], stored[f"ends{source}"][:-1]) for source in pictures}
        known = {source: [np.zeros((0, 14), np.float32) if pack.table["validation"][row] else
                          self.teacher.faces(picture.to(self.device))
                          for row, picture in zip(pack.members[source], pictures[source])] for source in pictures}
        self.say(f"the teacher finds {[sum(map(len, faces)) for faces in known.values()]} faces in the pictures")
        if not self.args.limit:
            np.savez(path, **{f"faces{source}": np.concatenate(faces) for source, faces in known.items()},
                     **{f"ends{source}": np.cumsum([len(f) for f in faces]) for source, faces in known.items()})
        return known

    def produce(self, ready, number):
        """Makes batches in a process of its own, of low priority: what other work leaves of a second core."""
        os.nice(10)
        torch.manual_seed(self.args.seed + 1000 * (number + 1) + self.steps)
        np.random.seed(self.args.seed + 1000 * (number + 1) + self.steps)
        planner = copy.copy(self.plans._dataset)
        planner.seed = self.args.seed + 1000 * (number + 1) + self.fresh
        for item in itertools.count():
            ready.put([t.numpy() if isinstance(t, torch.Tensor) else [u.numpy() for u in t]
                       for t in self.new_batch(planner[item])])

    def next_batch(self):
        """A batch that a producer has ready, or else one made here."""
        try:
            batch = [torch.from_numpy(t) if isinstance(t, np.ndarray) else [torch.from_numpy(u) for u in t]
                     for t in self.ready.get_nowait()]
            self.given += 1
        except queue.Empty:
            batch = self.new_batch({k: v.to(self.device, non_blocking=True) for k, v in next(self.plans).items()})
        if self.fresh < 100:
            self.features.observe(batch[3])
        return batch

    def new_batch(self, plan):
        """Fresh views with the teacher's answers: (views, target, weights, features, scores)."""
        with torch.no_grad():
            views = degrade(make_views(plan, self.atlases, self.args.size), self.args.degrade)
            answer, agreed, features, scores = self.teacher.answer(views)
            target, weights = make_targets(answer, agreed, self.cells, plan, plan["guarded"][:, self.places[0], self.places[1]])
            return views.to(torch.uint8), target, weights, [f.half() for f in features], scores

    def step(self, batch, done):
        """One step of the optimizer; `done` 0..1 is the part of the schedule that has passed. Returns the losses."""
        views, target, weights, features, scores = batch
        for group in self.optimizer.param_groups:
            group["lr"] = self.args.rate * min(1.0, (self.steps + 1) / 200) * (
                0.5 + 0.5 * math.cos(math.pi * done) + 0.003)
        share = self.args.features * min(1.0, 2 - 2 * done)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bool(self.args.bfloat16)):
            maps = self.net.maps(views.float())
            output = self.net.answer(maps)
            alike = self.features(maps, features, scores) if share > 0 else weights.new_zeros(())
        parts = losses(output.float(), target, weights) * weights.new_tensor((1, 1, self.args.points))
        self.optimizer.zero_grad(set_to_none=True)
        (parts.sum() + share * alike).backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        self.steps += 1
        kept = min(self.args.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_mul_(self.states[0], kept)
        torch._foreach_add_(self.states[0], self.states[1], alpha=1 - kept)
        return torch.cat((parts.detach(), alike.detach().reshape(1)))

    def run(self, end):
        """Trains until that time, or until the schedule is over."""
        args, begin, before = self.args, time.time(), self.elapsed
        total = args.total_seconds or before + end - begin
        shown, saved, sums, first, memory = begin, begin, [], self.fresh, []
        while True:
            self.elapsed = before + time.time() - begin
            done = self.fresh / args.batches if args.batches else self.elapsed / total
            if time.time() >= end or done >= 1:
                return
            batches = [self.next_batch()]
            if args.replay:  # batches are used again, some time later: the teacher costs more than the training
                memory.append(batches[0])
                if len(memory) >= 4:
                    batches += [memory[np.random.randint(len(memory) - 1)] for _ in range(args.uses - 1)]
                if len(memory) > args.replay:
                    memory.pop(np.random.randint(len(memory) - 1))
            sums += [self.step(batch, done) for batch in batches]
            self.fresh += 1
            now = time.time()
            if now - shown >= args.every or self.fresh - first == 5:
                score, box, points, alike = torch.stack(sums).mean(0).tolist()
                self.say(f"step {self.steps} loss score {score:.3f} box {box:.3f} points {points:.3f} features "
                         f"{alike:.3f}, {done:.3f} done, {(self.fresh - first) * args.batch / (now - begin):.1f} fresh "
                         f"views/s, {self.given} batches of producers | {self.report()}")
                shown, sums = now, []
            if now - saved >= args.save:
                self.save()
                saved = now

    def report(self):
        """Measures the averaged network; keeps what detector.json will tell, returns the main figures."""
        figures, outcomes = self.validation.report(self.average)
        self.result = describe(figures, outcomes, self.validation.teacher[1])
        return figures

    def save(self):
        """Writes all files, each under another name first, so that no cut leaves a broken one."""
        out, state = self.args.out, dict(steps=self.steps, fresh=self.fresh, elapsed=self.elapsed)
        torch.save(state | {name: getattr(self, name).state_dict() for name in (
            "net", "average", "features", "optimizer")}, f"{out}/new.snapshot")
        os.replace(f"{out}/new.snapshot", f"{out}/snapshot.pt")
        difference = export(self.average, out)
        result = dict(input="RGB 0..255, (1, 3, height, width), sides multiples of 32", output=__doc__,
                      parameters=sum(p.numel() for p in self.net.parameters()), largest_difference=difference,
                      **state, **self.result)
        with open(f"{out}/new.json", "w") as f:
            json.dump(result, f, indent=1)
        os.replace(f"{out}/new.json", f"{out}/detector.json")


def arguments():
    cuda = torch.cuda.is_available()
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--pack", default="pack")
    add("--out", default="out")
    add("--seconds", type=float, default=560, help="time for this sitting, from the start of the program")
    add("--reserve", type=float, default=8 if cuda else 60, help="seconds of it kept for validation and export")
    add("--resume", action="store_true", help="go on from the snapshot in --out, if there is one")
    add("--total-seconds", type=float, help="training time of all sittings together; without: it ends with this one")
    add("--batches", type=int, help="fresh batches of all sittings together: the schedule follows them, not the time")
    add("--save", type=float, default=60 if cuda else 180, help="seconds between snapshots")
    add("--every", type=float, default=40 if cuda else 240, help="seconds between validations")
    add("--most", type=int, default=400 if cuda else 100, help="Caltech pictures used for validation")
    add("--device", default="cuda" if cuda else "cpu")
    add("--producers", type=int, default=0 if cuda else 1, help="processes of low priority that make batches")
    add("--workers", type=int, default=10 if cuda else 0)
    add("--bfloat16", type=int, default=int(BFLOAT16), help="1: train with it, 0: not")
    add("--batch", type=int, default=64 if cuda else 16)
    add("--size", type=int, default=512 if cuda else 384, help="of the views, a multiple of 32")
    add("--rate", type=float, default=2e-3)
    add("--decay", type=float, default=0.998, help="of the moving average of the weights")
    add("--repeats", type=int, nargs=4, default=(0, 1, 2, 2), help="blocks at strides 4, 8, 16 and 32")
    add("--replay", type=int, default=60, help="batches kept to be used again; 0: none")
    add("--uses", type=int, default=2, help="how often a batch is used, in the mean")
    add("--double", type=float, default=0.6, help="share (above 0) of views that the teacher sees at double size too")
    add("--features", type=float, default=1.0, help="weight of the teacher's maps as targets, falls to 0 in the end")
    add("--shares", type=float, nargs=4, default=SHARES, help="of views of 1, 4, 9 and 16 tiles")
    add("--smallest", type=float, default=0.25, help="part of a tile's edge that a picture covers at least")
    add("--degrade", type=float, default=0.5, help="0..1: how many views are blurred, darkened, tilted and so on")
    add("--tilt", type=float, default=0.17, help="share of tiles turned by up to 45 degrees")
    add("--points", type=float, default=1.0, help="weight of the points' loss")
    add("--limit", type=int, help="training pictures of each source, for trials")
    add("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    args = arguments()
    keep_memory()
    os.makedirs(args.out, exist_ok=True)
    log = open(f"{args.out}/log.txt", "a" if args.resume else "w")

    def say(text):
        for stream in (sys.stdout, log):
            print(f"{time.time() - START:6.1f} {text}", file=stream, flush=True)

    def late(number, frame):
        """A last try to write what there is, then an end whatever happens."""
        signal.signal(signal.SIGALRM, lambda *_: os._exit(3))
        signal.alarm(12)
        raise TimeoutError("the time is over")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(max(1, int(args.seconds - min(2, args.reserve / 4))))
    training = None
    try:
        training = Training(args, say)
        training.run(START + args.seconds - args.reserve)
        say(json.dumps(training.report()))
    except (Exception, KeyboardInterrupt):
        say(traceback.format_exc())
    signal.signal(signal.SIGALRM, lambda *_: os._exit(3))
    signal.alarm(20)
    if training:
        training.save()
        say(f"{training.steps} steps, {training.fresh} fresh batches, {training.elapsed:.0f} seconds of training")
        for worker in [*getattr(training.plans, "_workers", []), *training.producers]:
            worker.terminate()
    log.close()
    os._exit(0 if training else 1)  # without waiting for the workers


if __name__ == "__main__":
    main()
