"use strict";
try {
  const wish = localStorage.getItem("testsec-theme");
  if (wish === "dark" || wish === "light") document.documentElement.dataset.theme = wish;
} catch {
  // A browser may keep nothing for files; then the system's theme holds.
}
