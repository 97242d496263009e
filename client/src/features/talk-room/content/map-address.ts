/** Near enough to tell houses apart. */
const zoom = 17;

/**
 * A page of the Geospatial Information Authority of Japan with a cross at the place; the place stands behind `#`, so it
 * is no part of what is asked for first. https://maps.gsi.go.jp/help/howtouse.html
 */
export function mapAddress(latitude: number, longitude: number): string {
  return `https://maps.gsi.go.jp/#${zoom}/${latitude.toFixed(6)}/${longitude.toFixed(6)}/&base=std&ls=std&disp=1&vs=c1`;
}
