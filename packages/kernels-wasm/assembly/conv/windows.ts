/**
 * The inputs that the positions (image, row, column) of a plane read from a source of images: position (h, w)
 * reads, for tap (kh, kw), row h * strideH + offsetH + kh * stepH and column
 * w * strideW + offsetW + kw * stepW of each channel, or zero outside the image. They are gathered four
 * positions at a time, as vectors in k order: channels within taps, since the address and edge of a tap are
 * then computed once for all channels.
 */
@unmanaged export class Windows {
  /** Address of the group's first channel in image 0; strides in bytes of images and channels. */
  source: usize;
  sourceImage: usize;
  sourceChannel: usize;
  channels: i32;
  height: i32;
  width: i32;
  strideH: i32;
  strideW: i32;
  offsetH: i32;
  offsetW: i32;
  stepH: i32;
  stepW: i32;
  /** Number of taps down and across. */
  tapsH: i32;
  tapsW: i32;
  /** Size of the plane of positions. */
  planeHeight: i32;
  planeWidth: i32;
  /** Address of a zero, read outside the image, and of 48 bytes of scratch memory. */
  zeros: usize;
  lanes: usize;

  /** Packs positions j to j + 3; those from `count` on do not exist and become zeros. */
  packQuad(to: usize, j: i32, count: i32, l: i32, depth: i32): void {
    const plane = this.planeHeight * this.planeWidth;
    const image = j / plane;
    const h = (j - image * plane) / this.planeWidth;
    const w = j - image * plane - h * this.planeWidth;
    if (count >= 4 && this.strideW == 1 && w + 4 <= this.planeWidth) {
      const from = this.source + <usize>image * this.sourceImage;
      this.packAdjacent(to, from, h * this.strideH + this.offsetH, w + this.offsetW, l, depth);
    } else {
      this.placeLanes(j, count);
      this.packScattered(to, l, depth);
    }
  }

  /**
   * Packs all taps of four adjacent positions that read inside the plane at every tap; `from` is the first
   * address. For windows with few channels, as in a first layer, where checking each tap takes longer than
   * copying it.
   */
  packInside(to: usize, from: usize): void {
    const channels = this.channels, tapsW = this.tapsW, channel = this.sourceChannel;
    const right = <usize>this.stepW << 2;
    const down = <usize>(this.stepH * this.width) << 2;
    for (let kh = this.tapsH; kh > 0; kh--) {
      let tap = from;
      for (let kw = tapsW; kw > 0; kw--) {
        let p = tap;
        for (let n = channels; n > 0; n--) {
          v128.store(to, v128.load(p));
          p += channel;
          to += 32;
        }
        tap += right;
      }
      from += down;
    }
  }

  /**
   * Packs four positions with adjacent inputs, from (h, w) on: one vector per channel, except at the edges of
   * the plane.
   */
  packAdjacent(to: usize, from: usize, h: i32, w: i32, l: i32, depth: i32): void {
    const bottom = h + (this.tapsH - 1) * this.stepH;
    const right = w + (this.tapsW - 1) * this.stepW;
    if (
      depth == this.channels * this.tapsH * this.tapsW &&
      min(h, bottom) >= 0 && max(h, bottom) < this.height &&
      min(w, right) >= 0 && max(w, right) + 4 <= this.width
    ) {
      this.packInside(to, from + (<usize>(h * this.width + w) << 2));
      return;
    }
    let channel = l % this.channels;
    const tap = l / this.channels;
    let kh = tap / this.tapsW;
    let kw = tap - kh * this.tapsW;
    while (depth > 0) {
      const run = min(this.channels - channel, depth);
      const row = h + kh * this.stepH;
      const left = w + kw * this.stepW;
      const inRow = <u32>row < <u32>this.height;
      let p = from + <usize>channel * this.sourceChannel + (<usize>(row * this.width + left) << 2);
      if (inRow && left >= 0 && left + 4 <= this.width) {
        let q = to;
        for (let n = run; n > 0; n--) {
          v128.store(q, v128.load(p));
          p += this.sourceChannel;
          q += 32;
        }
      } else {
        const p0 = inRow && this.inside(left) ? p : this.zeros;
        const p1 = inRow && this.inside(left + 1) ? p + 4 : this.zeros;
        const p2 = inRow && this.inside(left + 2) ? p + 8 : this.zeros;
        const p3 = inRow && this.inside(left + 3) ? p + 12 : this.zeros;
        this.packLanes(to, run, p0, p1, p2, p3);
      }
      to += <usize>run << 5;
      depth -= run;
      channel = 0;
      if (++kw == this.tapsW) {
        kw = 0;
        kh++;
      }
    }
  }

  /**
   * Stores where the windows of positions j to j + 3 start: the image's address, row and column. The window
   * of a missing position starts far above the image.
   */
  placeLanes(j: i32, count: i32): void {
    const plane = this.planeHeight * this.planeWidth;
    for (let t = 0; t < 4; t++, j++) {
      const lane = this.lanes + <usize>t * 12;
      const h = (j % plane) / this.planeWidth;
      const w = j % this.planeWidth;
      store<usize>(lane, this.source + (t < count ? <usize>(j / plane) * this.sourceImage : 0));
      store<i32>(lane, t < count ? h * this.strideH + this.offsetH : i32.MIN_VALUE / 2, 4);
      store<i32>(lane, w * this.strideW + this.offsetW, 8);
    }
  }

  /** Packs four arbitrary positions, each by its own address. */
  packScattered(to: usize, l: i32, depth: i32): void {
    let channel = l % this.channels;
    for (let tap = l / this.channels; depth > 0; tap++) {
      const run = min(this.channels - channel, depth);
      const h = (tap / this.tapsW) * this.stepH;
      const w = (tap % this.tapsW) * this.stepW;
      const p0 = this.laneAt(0, h, w, channel);
      const p1 = this.laneAt(1, h, w, channel);
      const p2 = this.laneAt(2, h, w, channel);
      const p3 = this.laneAt(3, h, w, channel);
      this.packLanes(to, run, p0, p1, p2, p3);
      to += <usize>run << 5;
      depth -= run;
      channel = 0;
    }
  }

  /** Address that position `t` reads at tap offset (h, w): in the plane, or that of the zeros. */
  laneAt(t: i32, h: i32, w: i32, channel: i32): usize {
    const lane = this.lanes + <usize>t * 12;
    const row = load<i32>(lane, 4) + h;
    const column = load<i32>(lane, 8) + w;
    if (<u32>row >= <u32>this.height || !this.inside(column)) return this.zeros;
    return load<usize>(lane) + <usize>channel * this.sourceChannel
      + (<usize>(row * this.width + column) << 2);
  }

  /** Packs `run` channels from four addresses on; the address of the zeros is not advanced. */
  packLanes(to: usize, run: i32, p0: usize, p1: usize, p2: usize, p3: usize): void {
    const s0: usize = p0 == this.zeros ? 0 : this.sourceChannel;
    const s1: usize = p1 == this.zeros ? 0 : this.sourceChannel;
    const s2: usize = p2 == this.zeros ? 0 : this.sourceChannel;
    const s3: usize = p3 == this.zeros ? 0 : this.sourceChannel;
    for (; run > 0; run--) {
      let lanes = v128.load32_zero(p0);
      lanes = v128.load32_lane(p1, lanes, 1);
      lanes = v128.load32_lane(p2, lanes, 2);
      v128.store(to, v128.load32_lane(p3, lanes, 3));
      p0 += s0;
      p1 += s1;
      p2 += s2;
      p3 += s3;
      to += 32;
    }
  }

  @inline inside(column: i32): bool {
    return <u32>column < <u32>this.width;
  }
}
