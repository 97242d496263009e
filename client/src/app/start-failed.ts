/** The texts never came, so that there is nothing to say it with but this. */
export function sayStartFailed(root: HTMLElement): void {
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  line.textContent = '画面を読みこめませんでした。 / The screen could not be loaded.';
  const reload = document.createElement('button');
  reload.textContent = 'もう一度読みこむ / Reload';
  reload.addEventListener('click', () => window.location.reload());
  root.style.cssText = 'display: grid; gap: 16px; justify-items: center; padding: 64px 24px';
  root.replaceChildren(line, reload);
}
