/** The numbers of a kernel over the channels of x [batch, channels, inner], then a constant of its formula. */
export enum ChannelNumber {
  batch,
  channels,
  inner,
  constant,
}
