/** The first numbers of a kernel over channels, for x [batch, channels, inner]. */
export enum ChannelNumber {
  batch,
  channels,
  inner,
}
