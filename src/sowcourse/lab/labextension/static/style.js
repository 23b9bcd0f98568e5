// How the desk looks: JupyterLab's own colours, so that light, dark and high contrast follow the student's choice.

export const STYLE = `
body { --sowcourse-accent: #0b57d0; --sowcourse-wrong: #b3261e; }
body[data-jp-theme-light="false"] { --sowcourse-accent: #a8c7fa; --sowcourse-wrong: #f2b8b5; }
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
.sowcourse-code { white-space: pre-wrap; overflow-wrap: anywhere; font: 0.95rem/2 ui-monospace, monospace; padding: 0.5rem 0.8rem; background: var(--jp-layout-color2); border-radius: 4px; }
.sowcourse-code[hidden] { display: none; }
.sowcourse-code input { font: inherit; line-height: 1.4; max-width: 100%; box-sizing: border-box; min-height: 28px; padding: 0 0.4rem; color: inherit;
  background: var(--jp-layout-color0); border: 2px solid var(--sowcourse-accent); border-radius: 4px; }
.sowcourse-list { list-style: none; margin: 0.3rem 0; padding: 0; }
.sowcourse-list li { display: block; margin: 0.15rem 0; }
.sowcourse-sign { display: inline-block; width: 1.5em; }
.sowcourse-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sowcourse-dialog { max-width: min(44rem, 92vw); max-height: 88vh; overflow: auto; box-sizing: border-box; padding: 1rem 1.5rem; background: var(--jp-layout-color1);
  border: 2px solid var(--jp-ui-font-color1); border-radius: 8px; }
.sowcourse-dialog textarea { overflow: auto; }
.sowcourse-dialog::backdrop { background: rgb(0 0 0 / 55%); }
.sowcourse-dialog h2 { margin: 0 0 0.5rem; font-size: 1.3rem; } .sowcourse-dialog h3 { margin: 1rem 0 0.3rem; font-size: 1.05rem; }
.sowcourse-dialog a.sowcourse-main { display: inline-block; text-decoration: none; }
.sowcourse-dialog dt { font-weight: 600; } .sowcourse-dialog dd { margin: 0 0 0.4rem; overflow-wrap: anywhere; }

.sowcourse-assignment .sowcourse-ours:has(.jp-OutputArea-child) .sowcourse-setup { display: none; }
.sowcourse-lesson .jp-CodeCell:has(> .jp-Cell-inputWrapper .jp-Placeholder) > .jp-Cell-inputWrapper { display: none; }
.sowcourse-lesson :is(.jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-cell-toolbar, .jp-Collapser, .jp-InputPrompt) { display: none; }
.sowcourse-lesson .jp-Notebook { max-width: 54rem; margin: 0 auto; }
.sowcourse-lesson .jp-RenderedHTMLCommon { padding-right: 0; }
.sowcourse-lesson .jp-OutputArea-output { overflow: visible; }
.sowcourse-bar { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: 0.5rem 1rem; font-size: 1rem;
  color: var(--jp-ui-font-color1); background: var(--jp-layout-color1); border-bottom: 2px solid var(--sowcourse-accent); min-height: 44px; box-sizing: border-box; }
.sowcourse-bar p { margin: 0; }
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
.sowcourse-assignment .sowcourse-check [data-mime-type="application/vnd.jupyter.stderr"] { background: transparent; }
.sowcourse-assignment :is(.sowcourse-check .jp-RenderedText, .sowcourse-exercise [data-mime-type="application/vnd.jupyter.stderr"]) pre {
  font: 1rem/1.5 system-ui, sans-serif; white-space: pre-wrap; color: var(--jp-ui-font-color1); }
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

@media (max-width: 640px) { .sowcourse-bar { flex-wrap: wrap; gap: 0 0.6rem; min-height: 132px; } }
@media print { .sowcourse-bar, .sowcourse-buttons, .jp-SideBar, #jp-top-panel, #jp-menu-panel { display: none !important; } }
@media (forced-colors: active) { .sowcourse-code input { border-color: CanvasText; } }
`;
