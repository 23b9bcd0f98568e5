"""What who needs large letters, other colours or no movement would miss on a page, each as one question to it."""

from __future__ import annotations

from playwright.sync_api import Page

CUT = """() => [...document.querySelectorAll('body *')].filter((box) => {
  if (box.closest('svg, caption, .unseen-word, .jp-Cell-inputWrapper') || !box.checkVisibility()) return false;
  const style = getComputedStyle(box);
  const kept = (how) => how === 'hidden' || how === 'clip';
  return (kept(style.overflowX) && box.scrollWidth > box.clientWidth + 1)
    || (kept(style.overflowY) && box.scrollHeight > box.clientHeight + 1);
}).map((box) => box.textContent.trim().slice(0, 60)).filter(Boolean)"""
"""Words that a box cuts off."""

IN_THE_WAY = """() => [...document.querySelectorAll('body *')].filter((bar) => {
  if (!['sticky', 'fixed'].includes(getComputedStyle(bar).position) || !bar.checkVisibility()) return false;
  return Math.min(bar.getBoundingClientRect().height, innerHeight) > innerHeight / 2;
}).map((bar) => bar.outerHTML.slice(0, 80))"""
"""What stays in place while one scrolls, and takes more than half of the window."""

MOVING = """() => [...document.querySelectorAll('*')].filter((moved) => ['', '::before', '::after'].some((piece) => {
  const style = getComputedStyle(moved, piece || null);
  const takes = (times) => times.split(', ').some((time) => parseFloat(time) > 0);
  return (style.animationName !== 'none' && takes(style.animationDuration))
    || takes(style.transitionDuration) || style.scrollBehavior === 'smooth';
})).map((moved) => moved.outerHTML.slice(0, 80))"""
"""What moves in time, though it was asked not to."""

VANISHED = """() => {
  const pen = document.body.appendChild(document.createElement('i'));
  const named = (name) => (pen.style.color = name, getComputedStyle(pen).color);
  const ground = named('Canvas');
  const known = new Set(['none', 'rgba(0, 0, 0, 0)', ground, ...['CanvasText', 'LinkText', 'GrayText'].map(named)]);
  pen.remove();
  const found = [];
  for (const piece of document.querySelectorAll('.sow svg *, svg.sign, svg.band, svg.picture, .picture *')) {
    const style = getComputedStyle(piece);
    for (const paint of [style.fill, style.stroke]) if (!known.has(paint)) found.push(`${paint}: ${piece.outerHTML}`);
  }
  for (const box of document.querySelectorAll('body *')) {
    const words = [...box.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(box);
    if (words && style.forcedColorAdjust === 'auto' && style.color === ground && box.checkVisibility())
      found.push(`words on their own colour: ${box.outerHTML}`);
  }
  return found.map((said) => said.slice(0, 120));
}"""
"""In colours that the system chose: drawings in colours of ours, and words in the colour of what is behind them."""


OFF_PAPER = """() => [...document.querySelectorAll('.wide, .sow-scroll')]
  .filter((box) => box.checkVisibility() && (box.scrollWidth > box.clientWidth + 1))
  .map((box) => `${box.getAttribute('aria-label')}: ${box.scrollWidth} of ${box.clientWidth}`)"""
"""Tables and drawings wider than the sheet: paper does not scroll."""

TORN = """() => [...document.querySelectorAll('.case, .lessons > li, .sow-drawn, .sow-path, .sow-ladder, blockquote')]
  .filter((box) => getComputedStyle(box).breakInside !== 'avoid').map((box) => box.className)"""
"""Cards and drawings that may be torn by the end of a sheet."""

FRAMED = """() => [...document.querySelectorAll('.jp-MarkdownOutput, .jp-Cell')].filter((box) => {
  const { borderTopWidth, borderTopColor } = getComputedStyle(box);
  return parseFloat(borderTopWidth) && borderTopColor !== getComputedStyle(document.body).backgroundColor;
}).map((box) => box.textContent.trim().slice(0, 60))"""
"""At the desk, in colours that the system chose: text with a frame around it that means nothing."""


def twice_the_letters(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def letters_as_they_were(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = ''")
