/**
 * Choosing the square of a portrait: drag it, or arrow keys, plus and minus. It fills the three
 * number fields that stand for it without scripts.
 */

const frame = document.querySelector("[data-crop]");
const form = frame?.closest("form");
const canvas = frame?.querySelector("canvas");
const input = form?.querySelector("input[type=file]");
const field = (name) => form?.elements.namedItem(name);

if (frame instanceof HTMLElement && canvas && input instanceof HTMLInputElement) {
  const image = new Image();
  /** The square in pixels of the picture. */
  const square = { left: 0, top: 0, side: 0 };
  const scale = () => Math.min(canvas.width / image.naturalWidth, canvas.height / image.naturalHeight);

  const clamp = (value, most) => Math.max(0, Math.min(most, Math.round(value)));

  function show() {
    const { naturalWidth: width, naturalHeight: height } = image;
    square.side = Math.max(Math.min(96, width, height), Math.min(square.side, width, height));
    square.left = clamp(square.left, width - square.side);
    square.top = clamp(square.top, height - square.side);
    for (const name of ["left", "top", "side"]) {
      const number = field(name);
      if (number instanceof HTMLInputElement) number.value = String(Math.round(square[name]));
    }
    const factor = scale();
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.globalAlpha = 0.35;
    pen.drawImage(image, 0, 0, width * factor, height * factor);
    pen.globalAlpha = 1;
    const { left, top, side } = square;
    pen.drawImage(image, left, top, side, side, left * factor, top * factor, side * factor, side * factor);
    pen.lineWidth = 2;
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.strokeRect(left * factor, top * factor, side * factor, side * factor);
  }

  image.addEventListener("load", () => {
    square.side = Math.min(image.naturalWidth, image.naturalHeight);
    square.left = (image.naturalWidth - square.side) / 2;
    square.top = (image.naturalHeight - square.side) / 4;
    frame.hidden = false;
    show();
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    frame.hidden = true;
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => { image.src = String(reader.result); });
    reader.readAsDataURL(file);
  });

  /** @param {PointerEvent} event */
  function follow(event) {
    const box = canvas.getBoundingClientRect();
    const factor = scale() * (box.width / canvas.width);
    square.left = (event.clientX - box.left) / factor - square.side / 2;
    square.top = (event.clientY - box.top) / factor - square.side / 2;
    show();
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) follow(event);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = Math.max(1, square.side / 20);
    const moves = {
      ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (move) {
      square.left += move[0];
      square.top += move[1];
    } else if (event.key === "+" || event.key === "-") {
      const change = event.key === "+" ? step : -step;
      square.side += change;
      square.left -= change / 2;
      square.top -= change / 2;
    } else {
      return;
    }
    event.preventDefault();
    show();
  });
}
