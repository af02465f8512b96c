// The parts of daisyUI that Anxin uses; everything else stays out of the style sheet and out of the repository.
import rootcolor from "../daisyui-5.8.1/base/rootcolor/index.js";
import svg from "../daisyui-5.8.1/base/svg/index.js";
import properties from "../daisyui-5.8.1/base/properties/index.js";
import button from "../daisyui-5.8.1/components/button/index.js";
import checkbox from "../daisyui-5.8.1/components/checkbox/index.js";
import input from "../daisyui-5.8.1/components/input/index.js";
import kbd from "../daisyui-5.8.1/components/kbd/index.js";
import select from "../daisyui-5.8.1/components/select/index.js";
import textarea from "../daisyui-5.8.1/components/textarea/index.js";
import toggle from "../daisyui-5.8.1/components/toggle/index.js";

export const base = { rootcolor, svg, properties };
export const components = { button, checkbox, input, kbd, select, textarea, toggle };
export const utilities = {};
