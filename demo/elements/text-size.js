/** `.scale` is a property: read it, set it, and follow it by the event. */
const control = document.getElementById('live');
const slider = document.getElementById('scale');
const shown = document.getElementById('scale-now');

const show = () => {
  slider.value = control.scale;
  shown.textContent = control.scale;
};
await customElements.whenDefined('blog-text-size');
await control.updateComplete;
show();
control.addEventListener('blog-text-size-change', show);
slider.addEventListener('input', () => {
  control.scale = Number(slider.value);
  shown.textContent = slider.value;
});
