import { renderSVG } from 'uqr';

/** A QR code for the camera alone: whoever cannot see it is given the same in words beside it. */
export function drawQr(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 2 }).replace(
    '<svg ',
    '<svg aria-hidden="true" focusable="false" ',
  );
}
