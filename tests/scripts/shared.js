// Where JupyterLab finds the scripts that it shares with the parts: beside its own (see shared-data in pyproject.toml).

import { register } from "node:module";

register("./resolve.js", import.meta.url);
