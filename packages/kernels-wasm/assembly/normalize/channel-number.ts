/** The numbers of a kernel over channels, for x [batch, channels, inner]; then a constant of its formula. */
export enum ChannelNumber {
  batch,
  channels,
  inner,
  constant,
}
