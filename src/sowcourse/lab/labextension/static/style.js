// How the desk looks: JupyterLab's own colours, so that light, dark and high contrast follow the student's choice.

export const STYLE = `
body { --sowcourse-accent: #0b57d0; --sowcourse-wrong: #b3261e; --sowcourse-right: #146c2e; --sowcourse-open: #8a5a00; }
body[data-jp-theme-light="false"] { --sowcourse-accent: #a8c7fa; --sowcourse-wrong: #f2b8b5; --sowcourse-right: #7fd99a; --sowcourse-open: #f5c26b; }
.sowcourse-desk, .sowcourse-dialog, .sowcourse-course { font: 1rem/1.5 system-ui, sans-serif; color: var(--jp-ui-font-color1); }
.sowcourse-desk { padding: 0.4rem 0.6rem 0.6rem; }
:is(.sowcourse-desk, .sowcourse-dialog, .sowcourse-course, .sowcourse-bar) :is(button, input, textarea, a):focus-visible { outline: 3px solid var(--sowcourse-accent); outline-offset: 2px; }
:is(.sowcourse-desk, .sowcourse-dialog) button, .sowcourse-bar button { font: inherit; min-height: 32px; padding: 0.25rem 0.9rem; color: inherit;
  background: transparent; border: 2px solid currentColor; border-radius: 6px; cursor: pointer; }
:is(.sowcourse-desk, .sowcourse-dialog, .sowcourse-bar) .sowcourse-main { font-weight: 650; background: #0b57d0; color: #fff; border: 2px solid #0b57d0; border-radius: 6px; padding: 0.25rem 0.9rem; }
.sowcourse-desk [hidden] { display: none; }
.sowcourse-desk [aria-disabled="true"], .sowcourse-desk :disabled { opacity: 0.6; cursor: default; }
.sowcourse-buttons { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin: 0.5rem 0; }
.sowcourse-line { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.sowcourse-quiet { font-size: 0.9rem; color: var(--jp-ui-font-color1); margin: 0.2rem 0; }
.sowcourse-failed { font-weight: 650; border-left: 4px solid var(--sowcourse-wrong); padding-left: 0.5rem; }
.sowcourse-field { margin-bottom: 0.7rem; }
.sowcourse-field label, .sowcourse-desk legend { display: block; font-weight: 600; margin-bottom: 0.2rem; padding: 0; }
.sowcourse-desk textarea, .sowcourse-dialog textarea { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: 0.5rem; resize: vertical; color: inherit;
  background: var(--jp-layout-color0); border: 1px solid var(--jp-ui-font-color2); border-radius: 4px; overflow: hidden; }
.sowcourse-desk fieldset { border: 0; margin: 0; padding: 0; }
.sowcourse-option { display: flex; gap: 0.6rem; align-items: center; min-height: 32px; }
.sowcourse-option input { width: 20px; height: 20px; margin: 0; accent-color: var(--sowcourse-accent); }
.sowcourse-option label { flex: 1; padding: 0.25rem 0; }
@media (min-width: 900px) {
  .sowcourse-scale { display: grid; grid-template-columns: repeat(5, 1fr); gap: 0 0.5rem; }
  .sowcourse-scale > p { grid-column: 1 / -1; }
  .sowcourse-scale .sowcourse-option { flex-direction: column; gap: 0.2rem; text-align: center; }
}
.sowcourse-code { white-space: pre-wrap; overflow-wrap: anywhere; font: 0.95rem/2 ui-monospace, monospace; padding: 0.5rem 0.8rem; background: var(--jp-layout-color2); border-radius: 4px; }
.sowcourse-code[hidden] { display: none; }
.sowcourse-code input { font: inherit; line-height: 1.4; max-width: 100%; box-sizing: border-box; min-height: 28px; padding: 0 0.4rem; color: inherit;
  background: var(--jp-layout-color0); border: 2px solid var(--sowcourse-accent); border-radius: 4px; }
.sowcourse-list { list-style: none; margin: 0.3rem 0; padding: 0; }
.sowcourse-list li { display: block; margin: 0.15rem 0; }
.sowcourse-sign { display: inline-block; width: 1.5em; font-weight: 650; }
.sowcourse-right .sowcourse-sign { color: var(--sowcourse-right); } .sowcourse-later .sowcourse-sign { color: var(--sowcourse-accent); } .sowcourse-open .sowcourse-sign { color: var(--sowcourse-open); }
.sowcourse-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sowcourse-dialog { max-width: min(44rem, 92vw); max-height: 88vh; overflow: auto; box-sizing: border-box; padding: 1rem 1.5rem; background: var(--jp-layout-color1);
  border: 2px solid var(--jp-ui-font-color1); border-radius: 8px; }
.sowcourse-dialog textarea { overflow: auto; }
.sowcourse-wide { max-width: 92vw; width: 70rem; }
.sowcourse-dialog::backdrop { background: rgb(0 0 0 / 55%); }
.sowcourse-dialog h2 { margin: 0 0 0.5rem; font-size: 1.3rem; } .sowcourse-dialog h3 { margin: 1rem 0 0.3rem; font-size: 1.05rem; }
.sowcourse-dialog a.sowcourse-main { display: inline-block; text-decoration: none; }
.sowcourse-dialog ol > li { margin: 0.6rem 0; }
.sowcourse-dialog dt { font-weight: 600; } .sowcourse-dialog dd { margin: 0 0 0.4rem; overflow-wrap: anywhere; }

.sowcourse-assignment .sowcourse-ours:has(.jp-OutputArea-child) .sowcourse-setup { display: none; }
.sowcourse-lesson .jp-CodeCell:has(> .jp-Cell-inputWrapper .jp-Placeholder) > .jp-Cell-inputWrapper { display: none; }
.sowcourse-lesson :is(.jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-cell-toolbar, .jp-Collapser, .jp-InputPrompt) { display: none; }
.sowcourse-lesson .jp-Notebook { max-width: 54rem; margin: 0 auto; }
:is(.sowcourse-lesson, .sowcourse-assignment) { --jp-content-font-size1: 1rem; --jp-code-font-size: 0.9rem; }
:is(.sowcourse-lesson, .sowcourse-assignment) .jp-MarkdownOutput > :is(p, ul, ol, blockquote, h1, h2, h3, h4, details) { max-width: 46rem; }
:is(.sowcourse-lesson, .sowcourse-assignment) .jp-MarkdownOutput { border-color: transparent; }
.sowcourse-assignment .jp-MarkdownOutput > details > summary { cursor: pointer; font-weight: 600; min-height: 28px; padding: 0.15rem 0; }
.sowcourse-assignment .jp-MarkdownOutput > details[open] { border-left: 4px solid var(--sowcourse-accent); padding-left: 0.8rem; margin-bottom: 0.6rem; }
.sowcourse-assignment .jp-MarkdownOutput summary:focus-visible { outline: 3px solid var(--sowcourse-accent); outline-offset: 2px; }
.sowcourse-lesson.sowcourse-closed .jp-OutputArea { display: none; }
.sowcourse-lesson .jp-RenderedHTMLCommon { padding-right: 0; }
.sowcourse-lesson .jp-OutputArea-output { overflow: visible; }
.sowcourse-bar { font-size: 1rem; color: var(--jp-ui-font-color1); background: var(--jp-layout-color1); border-bottom: 2px solid var(--sowcourse-accent); min-height: 44px; box-sizing: border-box; }
.sowcourse-inside { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: center; justify-content: space-between; padding: 5px 1rem; box-sizing: border-box; }
.sowcourse-inside > p:first-child { flex: 1 1 auto; }
.sowcourse-bar p { margin: 0; }
.sowcourse-bar .sowcourse-buttons { margin: 0; }
.sowcourse-bar .sowcourse-progress { display: flex; align-items: center; gap: 0.6rem; white-space: nowrap; }
.sowcourse-bar .sowcourse-progress[hidden] { display: none; }
.sowcourse-bar progress { flex: none; width: 8rem; height: 12px; accent-color: var(--sowcourse-accent); }
.sowcourse-bar button[hidden] { display: none; }
.sowcourse-bar button { font: inherit; font-weight: 600; min-height: 32px; padding: 0.2rem 1rem; color: inherit;
  background: transparent; border: 2px solid currentColor; border-radius: 6px; cursor: pointer; white-space: nowrap; }
.sowcourse-bar button:focus-visible { outline: 3px solid var(--sowcourse-accent); outline-offset: 2px; }

.sowcourse-assignment .jp-Notebook { max-width: 54rem; margin: 0 auto; }
.sowcourse-assignment :is(.jp-InputPrompt, .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-cell-toolbar, .jp-Collapser) { display: none; }
.sowcourse-assignment .jp-RenderedHTMLCommon { padding-right: 0; }
.sowcourse-assignment .jp-OutputArea-output { overflow: visible; }
.sowcourse-assignment .sowcourse-dressed:not(.sowcourse-plain) > .jp-Cell-inputWrapper, .sowcourse-assignment .sowcourse-check > .jp-Cell-inputWrapper { display: none; }
.sowcourse-assignment .sowcourse-check:not(:has(.jp-OutputArea-child)) { display: none; }
.sowcourse-assignment .sowcourse-check .jp-OutputArea, .sowcourse-assignment .sowcourse-exercise [data-mime-type="application/vnd.jupyter.stderr"] {
  border-left: 4px solid var(--sowcourse-accent); background: var(--jp-layout-color2); padding: 0.3rem 0.8rem; border-radius: 0 4px 4px 0; }
.sowcourse-assignment .sowcourse-check[data-verdict="right"] .jp-OutputArea { border-color: var(--sowcourse-right); }
.sowcourse-assignment .sowcourse-check[data-verdict="open"] .jp-OutputArea { border-color: var(--sowcourse-open); }
.sowcourse-assignment .sowcourse-check[data-verdict="open"] .jp-OutputArea::before { content: "○ Nog niet"; display: block; font: 650 1rem/1.5 system-ui, sans-serif; color: var(--sowcourse-open); }
.sowcourse-assignment .sowcourse-check [data-mime-type="application/vnd.jupyter.stderr"] { background: transparent; }
.sowcourse-assignment :is(.sowcourse-check .jp-RenderedText, .sowcourse-exercise [data-mime-type="application/vnd.jupyter.stderr"]) pre {
  font: 1rem/1.5 system-ui, sans-serif; white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; color: var(--jp-ui-font-color1); }
.sowcourse-assignment .jp-Notebook.jp-mod-commandMode .jp-Cell.jp-mod-active.jp-mod-selected { background: transparent; }

.sowcourse-course { overflow: auto; background: var(--jp-layout-color1); }
.sowcourse-course nav { padding: 0.6rem; }
.sowcourse-course h2 { font-size: 1rem; margin: 0.8rem 0 0.3rem; }
.sowcourse-course ul { list-style: none; margin: 0; padding: 0; }
.sowcourse-course button { display: flex; gap: 0.3rem; width: 100%; text-align: left; font: inherit; color: inherit; background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 0.3rem 0.4rem; cursor: pointer; min-height: 32px; }
.sowcourse-course button:hover { background: var(--jp-layout-color2); }
.sowcourse-course button .sowcourse-quiet { display: block; }
.sowcourse-course button.sowcourse-next { border-color: var(--sowcourse-accent); }
.sowcourse-course strong { display: block; font-weight: 600; }
.sowcourse-course { overflow-wrap: break-word; hyphens: auto; }
@media (min-width: 1200px) { .sowcourse-course { min-width: 15.5rem; } }
.sowcourse-course button > span:last-child { min-width: 0; }
body:has(.sowcourse-lesson, .sowcourse-assignment) #jp-title-panel-title { visibility: hidden; }

.sowcourse-dialog fieldset { border: 0; margin: 0.6rem 0; padding: 0; } .sowcourse-dialog legend { font-weight: 600; padding: 0; }

/* High contrast, for who chooses it: black on white or white on black, no greys, thicker lines. */
body.sowcourse-contrast { --sowcourse-ink: #000; --sowcourse-paper: #fff; --sowcourse-accent: #00008b; --sowcourse-wrong: #8b0000; --sowcourse-right: #004d00; --sowcourse-open: #5c3a00; }
body.sowcourse-contrast[data-jp-theme-light="false"] { --sowcourse-ink: #fff; --sowcourse-paper: #000; --sowcourse-accent: #ffff00; --sowcourse-wrong: #ffb0b0; --sowcourse-right: #90ff90; --sowcourse-open: #ffd27f; }
body.sowcourse-contrast :is(.sowcourse-lesson, .sowcourse-assignment, .sowcourse-course, .sowcourse-bar, .sowcourse-dialog) {
  --jp-content-font-color0: var(--sowcourse-ink); --jp-content-font-color1: var(--sowcourse-ink); --jp-content-font-color2: var(--sowcourse-ink);
  --jp-content-font-color3: var(--sowcourse-ink); --jp-ui-font-color0: var(--sowcourse-ink); --jp-ui-font-color1: var(--sowcourse-ink);
  --jp-ui-font-color2: var(--sowcourse-ink); --jp-ui-font-color3: var(--sowcourse-ink); --jp-layout-color0: var(--sowcourse-paper);
  --jp-layout-color1: var(--sowcourse-paper); --jp-layout-color2: var(--sowcourse-paper); --jp-layout-color3: var(--sowcourse-paper);
  --jp-border-color0: var(--sowcourse-ink); --jp-border-color1: var(--sowcourse-ink); --jp-border-color2: var(--sowcourse-ink);
  --jp-content-link-color: var(--sowcourse-accent); --jp-rendermime-table-row-background: var(--sowcourse-paper); }
body.sowcourse-contrast .sowcourse-code { border: 2px solid var(--sowcourse-ink); }
body.sowcourse-contrast :is(.sowcourse-desk, .sowcourse-dialog, .sow) :is(textarea, input, select, fieldset) { border-width: 2px; border-color: var(--sowcourse-ink); }
body.sowcourse-contrast :is(.sowcourse-lesson, .sowcourse-assignment) a { text-decoration: underline; }

/* On paper: the text and the answers, over as many pages as it takes, and nothing of the frame. */
@media print {
  .sowcourse-bar, .sowcourse-buttons, #jp-top-panel, #jp-menu-panel, .jp-SideBar, .jp-SideArea, .lm-SplitPanel-handle, .lm-DockPanel-tabBar,
  .jp-Notebook-footer, #jp-left-stack, #jp-right-stack, .jp-Toolbar { display: none !important; }
  :is(html, body, .lm-Widget):has(.sowcourse-lesson, .sowcourse-assignment), :is(.sowcourse-lesson, .sowcourse-assignment),
  :is(.sowcourse-lesson, .sowcourse-assignment) :is(.jp-WindowedPanel-outer, .jp-WindowedPanel-inner, .jp-WindowedPanel-viewport, .jp-Notebook) {
    display: block !important; position: static !important; width: auto !important; height: auto !important; min-height: 0 !important;
    max-height: none !important; overflow: visible !important; contain: none !important; transform: none !important; }
  :is(.sowcourse-lesson, .sowcourse-assignment) :is(.jp-Notebook, .jp-MarkdownOutput > *) { max-width: none !important; }
  :is(.sowcourse-lesson, .sowcourse-assignment) .jp-Cell { border: 0 !important; outline: 0 !important; box-shadow: none !important; }
  :is(html, body, .lm-Widget):has(.sowcourse-lesson, .sowcourse-assignment) { border: 0 !important; }
  :is(.sowcourse-lesson, .sowcourse-assignment) :is(textarea, fieldset, tr, figure) { break-inside: avoid; }
  :is(.sowcourse-lesson, .sowcourse-assignment) details::details-content { content-visibility: visible; block-size: auto; }
  .sowcourse-desk .sowcourse-list { display: none; }
}
@media (forced-colors: active) { .sowcourse-code input { border-color: CanvasText; } }
`;
