// ../daisyui-5.8.1/functions/themeOrder.js
var themeOrder_default = [
	"light",
	"dark",
	"cupcake",
	"bumblebee",
	"emerald",
	"corporate",
	"synthwave",
	"retro",
	"cyberpunk",
	"valentine",
	"halloween",
	"garden",
	"forest",
	"aqua",
	"lofi",
	"pastel",
	"fantasy",
	"wireframe",
	"black",
	"luxury",
	"dracula",
	"cmyk",
	"autumn",
	"business",
	"acid",
	"lemonade",
	"night",
	"coffee",
	"winter",
	"dim",
	"nord",
	"sunset",
	"caramellatte",
	"abyss",
	"silk"
];
// ../daisyui-5.8.1/functions/pluginOptionsHandler.js
const pluginOptionsHandler = (() => {
	let firstRun = true;
	return (options, addBase, themesObject, packageVersion) => {
		const { logs = true, root = ":root", themes = ["light --default", "dark --prefersdark"], include, exclude, prefix = "" } = options || {};
		const includeList = typeof include === "string" ? include.split(",").map((item) => item.trim()) : include;
		const excludeList = typeof exclude === "string" ? exclude.split(",").map((item) => item.trim()) : exclude;
		if (logs !== false && firstRun) {
			console.log(`${atob("Lyoh")} ${decodeURIComponent("%F0%9F%8C%BC")} ${atob("ZGFpc3lVSQ==")} ${packageVersion} ${atob("Ki8=")}`);
			firstRun = false;
		}
		const excludeThemeController = Array.isArray(excludeList) && excludeList.includes("themecontroller");
		const applyTheme = (themeName, flags) => {
			const theme = themesObject[themeName];
			if (theme) {
				const themeControllerClass = `${prefix}theme-controller`;
				let selector = excludeThemeController ? `[data-theme=${themeName}]` : `${root}:has(input.${themeControllerClass}[value=${themeName}]:checked),[data-theme=${themeName}]`;
				if (flags.includes("--default")) selector = `:where(${root}),${selector}`;
				addBase({ [selector]: theme });
				if (flags.includes("--prefersdark")) addBase({ "@media (prefers-color-scheme: dark)": { [root === ":root" ? ":root:not([data-theme])" : `${root}:not([data-theme])`]: theme } });
			}
		};
		if (themes === "all") {
			if (themesObject["light"]) applyTheme("light", ["--default"]);
			if (themesObject["dark"]) addBase({ "@media (prefers-color-scheme: dark)": { [root === ":root" ? ":root:not([data-theme])" : `${root}:not([data-theme])`]: themesObject["dark"] } });
			themeOrder_default.forEach((themeName) => {
				if (themesObject[themeName]) applyTheme(themeName, []);
			});
		} else if (themes) {
			const themeArray = Array.isArray(themes) ? themes : [themes];
			if (themeArray.length === 1 && themeArray[0].includes("--default")) {
				const [themeName, ...flags] = themeArray[0].split(" ");
				applyTheme(themeName, flags);
				return {
					include: includeList,
					exclude: excludeList,
					prefix
				};
			}
			themeArray.forEach((themeOption) => {
				const [themeName, ...flags] = themeOption.split(" ");
				if (flags.includes("--default")) applyTheme(themeName, ["--default"]);
			});
			themeArray.forEach((themeOption) => {
				const [themeName, ...flags] = themeOption.split(" ");
				if (flags.includes("--prefersdark")) addBase({ "@media (prefers-color-scheme: dark)": { [root === ":root" ? ":root:not([data-theme])" : `${root}:not([data-theme])`]: themesObject[themeName] } });
			});
			themeArray.forEach((themeOption) => {
				const [themeName] = themeOption.split(" ");
				applyTheme(themeName, []);
			});
		}
		return {
			include: includeList,
			exclude: excludeList,
			prefix
		};
	};
})();
// ../daisyui-5.8.1/functions/plugin.js
const plugin = { withOptions: (pluginFunction, configFunction = () => ({})) => {
	const optionsFunction = (options) => {
		return {
			handler: pluginFunction(options),
			config: configFunction(options)
		};
	};
	optionsFunction.__isOptionsFunction = true;
	return optionsFunction;
} };
// ../daisyui-5.8.1/functions/nestCssLayers.js
const appendRule = (styles, selector, rule) => {
	const currentRule = styles[selector];
	if (currentRule === void 0) {
		styles[selector] = rule;
		return;
	}
	styles[selector] = Array.isArray(currentRule) ? [...currentRule, rule] : [currentRule, rule];
};
const wrapWithAtRules = (rule, atRules) => atRules.reduceRight((wrappedRule, atRule) => ({ [atRule]: wrappedRule }), rule);
const moveLayerRules = (styles, layerValue, atRules) => {
	const layerBlocks = Array.isArray(layerValue) ? layerValue : [layerValue];
	for (const layerBlock of layerBlocks) for (const [key, value] of Object.entries(layerBlock)) {
		if (key.startsWith("@")) {
			moveLayerRules(styles, value, [...atRules, key]);
			continue;
		}
		appendRule(styles, key, wrapWithAtRules(value, atRules));
	}
};
const nestCssLayers = (styles) => {
	const nestedStyles = {};
	for (const [key, value] of Object.entries(styles)) {
		if (key.startsWith("@layer ")) {
			moveLayerRules(nestedStyles, value, [key]);
			continue;
		}
		appendRule(nestedStyles, key, value);
	}
	return nestedStyles;
};
// ../daisyui-5.8.1/functions/removeScrollLockSetters.js
const isPlainObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isEmptyObject = (value) => isPlainObject(value) && Object.keys(value).length === 0;
const isScrollLockSetter = (value) => isPlainObject(value) && !isEmptyObject(value) && Object.keys(value).every((key) => key.startsWith("--") && key.endsWith("page-scroll-lock"));
const removeScrollLockSetters = (styles) => {
	if (Array.isArray(styles)) return styles.map(removeScrollLockSetters).filter((item) => !isEmptyObject(item));
	if (!isPlainObject(styles)) return styles;
	const result = {};
	for (const [key, value] of Object.entries(styles)) {
		if (isScrollLockSetter(value)) continue;
		const cleaned = removeScrollLockSetters(value);
		if (isEmptyObject(cleaned) && !isEmptyObject(value)) continue;
		result[key] = cleaned;
	}
	return result;
};
// ../daisyui-5.8.1/functions/variables.js
var variables_default = {
	colors: {
		"base-100": "var(--color-base-100)",
		"base-200": "var(--color-base-200)",
		"base-300": "var(--color-base-300)",
		"base-content": "var(--color-base-content)",
		primary: "var(--color-primary)",
		"primary-content": "var(--color-primary-content)",
		secondary: "var(--color-secondary)",
		"secondary-content": "var(--color-secondary-content)",
		accent: "var(--color-accent)",
		"accent-content": "var(--color-accent-content)",
		neutral: "var(--color-neutral)",
		"neutral-content": "var(--color-neutral-content)",
		info: "var(--color-info)",
		"info-content": "var(--color-info-content)",
		success: "var(--color-success)",
		"success-content": "var(--color-success-content)",
		warning: "var(--color-warning)",
		"warning-content": "var(--color-warning-content)",
		error: "var(--color-error)",
		"error-content": "var(--color-error-content)"
	},
	borderRadius: {
		selector: "var(--radius-selector)",
		field: "var(--radius-field)",
		box: "var(--radius-box)"
	}
};
// ../daisyui-5.8.1/theme/object.js
var object_default$10 = {};
// ../daisyui-5.8.1/base/rootcolor/object.js
var object_default$9 = {
	":root, [data-theme]": {
		"background-color": "var(--root-bg)",
		"color": "var(--color-base-content)"
	},
	":root": { "background-color": "var(--page-scroll-bg, var(--root-bg))" },
	":where(:root, [data-theme])": { "--root-bg": "var(--color-base-100)" }
};
// ../daisyui-5.8.1/functions/addPrefix.js
const defaultExcludedPrefixes = [
	"color-",
	"size-",
	"radius-",
	"border",
	"depth",
	"noise"
];
const excludedSelectors = [
	"prose",
	"is-hidden",
	"is-bound",
	"is-disabled",
	"is-today",
	"is-selected",
	"has-event",
	"is-inrange",
	"is-startrange",
	"is-endrange",
	"is-outside-current-month",
	"is-selection-disabled",
	"pick-whole-week"
];
const shouldExcludeSelector = (selector) => {
	const selectorName = selector.match(/^[\w-]+/)?.[0] || selector;
	return excludedSelectors.includes(selectorName) || /^(rdp|pika|vc)-/.test(selectorName);
};
const shouldExcludeVariable = (variableName, excludedPrefixes) => {
	if (variableName.startsWith("tw")) return true;
	return excludedPrefixes.some((excludedPrefix) => variableName.startsWith(excludedPrefix));
};
const prefixVariable = (variableName, prefix, excludedPrefixes) => {
	if (shouldExcludeVariable(variableName, excludedPrefixes)) return variableName;
	return `${prefix}${variableName}`;
};
const isHexDigit = (character) => character !== void 0 && /^[0-9a-fA-F]$/.test(character);
const isIdentifierCharacter = (character) => {
	if (character === void 0) return false;
	const characterCode = character.charCodeAt(0);
	return character === "-" || character === "_" || character === "\\" || characterCode >= 48 && characterCode <= 57 || characterCode >= 65 && characterCode <= 90 || characterCode >= 97 && characterCode <= 122 || characterCode >= 128;
};
const getEscapeEnd = (selector, start) => {
	if (!isHexDigit(selector[start + 1])) return Math.min(start + 2, selector.length);
	let end = start + 1;
	while (end < selector.length && end < start + 7 && isHexDigit(selector[end])) end++;
	if (/\s/.test(selector[end])) end++;
	return end;
};
const getIdentifierEnd = (selector, start) => {
	let end = start;
	while (end < selector.length && isIdentifierCharacter(selector[end])) if (selector[end] === "\\") end = getEscapeEnd(selector, end);
	else end++;
	return end;
};
const prefixSelectorClasses = (selector, prefix) => {
	let result = "";
	let attributeDepth = 0;
	let quote = "";
	for (let index = 0; index < selector.length;) {
		const character = selector[index];
		if (quote) {
			if (character === "\\") {
				const escapeEnd = getEscapeEnd(selector, index);
				result += selector.slice(index, escapeEnd);
				index = escapeEnd;
				continue;
			}
			result += character;
			index++;
			if (character === quote) quote = "";
			continue;
		}
		if (character === "\"" || character === "'") {
			quote = character;
			result += character;
			index++;
			continue;
		}
		if (character === "/" && selector[index + 1] === "*") {
			const commentEnd = selector.indexOf("*/", index + 2);
			const end = commentEnd === -1 ? selector.length : commentEnd + 2;
			result += selector.slice(index, end);
			index = end;
			continue;
		}
		if (character === "\\") {
			const escapeEnd = getEscapeEnd(selector, index);
			result += selector.slice(index, escapeEnd);
			index = escapeEnd;
			continue;
		}
		if (character === "[") attributeDepth++;
		else if (character === "]" && attributeDepth > 0) attributeDepth--;
		if (character === "." && attributeDepth === 0 && isIdentifierCharacter(selector[index + 1])) {
			const identifierEnd = getIdentifierEnd(selector, index + 1);
			const identifier = selector.slice(index + 1, identifierEnd);
			result += shouldExcludeSelector(identifier) ? `.${identifier}` : `.${prefix}${identifier}`;
			index = identifierEnd;
			continue;
		}
		result += character;
		index++;
	}
	return result;
};
const getPrefixedKey = (key, prefix, excludedPrefixes) => {
	if (!prefix) return key;
	if (key.startsWith("--")) {
		const variableName = key.slice(2);
		return `--${prefixVariable(variableName, prefix, excludedPrefixes)}`;
	}
	if (key.startsWith("@property --")) return processStringValue(key, prefix, excludedPrefixes);
	if (key.startsWith("@")) return key;
	const prefixedKey = prefixSelectorClasses(key, prefix);
	return /^[>+~]/.test(prefixedKey) && !prefixedKey.includes(",") ? ` ${prefixedKey}` : prefixedKey;
};
const processArrayValue = (value, prefix, excludedPrefixes) => {
	return value.map((item) => {
		if (typeof item === "string") {
			if (item.startsWith(".")) return getPrefixedKey(item, prefix, excludedPrefixes);
			return processStringValue(item, prefix, excludedPrefixes);
		}
		if (typeof item === "object" && item !== null) return Array.isArray(item) ? processArrayValue(item, prefix, excludedPrefixes) : addPrefix(item, prefix, excludedPrefixes);
		return item;
	});
};
const reVariableName = /--([a-zA-Z0-9_-]+)/g;
const processStringValue = (value, prefix, excludedPrefixes) => {
	if (prefix === 0) return value;
	return value.replace(reVariableName, (match, variableName) => {
		if (shouldExcludeVariable(variableName, excludedPrefixes)) return match;
		return `--${prefix}${variableName}`;
	});
};
const processValue = (value, prefix, excludedPrefixes) => {
	if (Array.isArray(value)) return processArrayValue(value, prefix, excludedPrefixes);
	else if (typeof value === "object" && value !== null) return addPrefix(value, prefix, excludedPrefixes);
	else if (typeof value === "string") return processStringValue(value, prefix, excludedPrefixes);
	else return value;
};
const addPrefix = (obj, prefix, excludedPrefixes = defaultExcludedPrefixes) => {
	return Object.entries(obj).reduce((result, [key, value]) => {
		const newKey = getPrefixedKey(key, prefix, excludedPrefixes);
		result[newKey] = processValue(value, prefix, excludedPrefixes);
		return result;
	}, {});
};
// ../daisyui-5.8.1/base/rootcolor/index.js
var rootcolor_default = ({ addBase, prefix = "" }) => {
	addBase({ ...addPrefix(object_default$9, prefix) });
};
// ../daisyui-5.8.1/base/svg/object.js
var object_default$8 = { ":root": { "--fx-noise": "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 200'%3E%3Cfilter id='a'%3E%3CfeTurbulence type='fractalNoise' baseFrequency='1.34' numOctaves='4' stitchTiles='stitch'%3E%3C/feTurbulence%3E%3C/filter%3E%3Crect width='200' height='200' filter='url(%23a)' opacity='0.2'%3E%3C/rect%3E%3C/svg%3E\")" } };
// ../daisyui-5.8.1/base/svg/index.js
var svg_default = ({ addBase, prefix = "" }) => {
	addBase({ ...addPrefix(object_default$8, prefix) });
};
// ../daisyui-5.8.1/base/properties/object.js
var object_default$7 = {
	"@property --radialprogress": {
		"syntax": "\"<percentage>\"",
		"inherits": "true",
		"initial-value": "0%"
	},
	"@property --aura-angle": {
		"syntax": "\"<angle>\"",
		"inherits": "false",
		"initial-value": "0deg"
	}
};
// ../daisyui-5.8.1/base/properties/index.js
var properties_default = ({ addBase, prefix = "" }) => {
	addBase({ ...addPrefix(object_default$7, prefix) });
};
// ../daisyui-5.8.1/components/button/object.js
var object_default$6 = {
	":where(.btn)": { "@layer daisyui.l1.l2.l3": { "width": "unset" } },
	".prose :where(a.btn:not(.btn-link)):not(:where([class~=\"not-prose\"], [class~=\"not-prose\"] *))": { "text-decoration-line": "none" },
	".btn": {
		"@layer daisyui.l1.l2.l3": {
			"--size": "calc(var(--size-field, 0.25rem) * 10)",
			"--btn-p": "1rem",
			"--btn-fg": "var(--color-base-content)",
			"display": "inline-flex",
			"flex-shrink": 0,
			"cursor": "pointer",
			"flex-wrap": "nowrap",
			"align-items": "center",
			"justify-content": "center",
			"gap": "calc(0.25rem * 1.5)",
			"text-align": "center",
			"vertical-align": "middle",
			"outline-offset": "2px",
			"webkit-user-select": "none",
			"user-select": "none",
			"font-weight": 600,
			"border-start-start-radius": "var(--join-ss, var(--radius-field))",
			"border-start-end-radius": "var(--join-se, var(--radius-field))",
			"border-end-start-radius": "var(--join-es, var(--radius-field))",
			"border-end-end-radius": "var(--join-ee, var(--radius-field))",
			"border-width": "var(--border)",
			"touch-action": "manipulation",
			"transition-property": "color, background-color, border-color, box-shadow, transform",
			"transition-timing-function": "cubic-bezier(0, 0, 0.2, 1)",
			"transition-duration": "0.2s",
			"--btn-bg": "var(--btn-color, var(--color-base-200))",
			"--btn-border": "color-mix(\n      in oklab,\n      var(--btn-color, var(--color-base-200)),\n      #000 calc(var(--depth) * 5%)\n    )",
			"--btn-soft-bg": "initial",
			"--btn-shadow": "0 3px 2px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000),\n      0 4px 3px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000)",
			"--btn-inset": "0 0.5px 0 0.5px oklch(100% 0 0 / calc(var(--depth) * 6%))",
			"height": "var(--size)",
			"padding-inline": "var(--btn-p)",
			"font-size": "var(--fontsize, 0.875rem)",
			"background-color": "var(--btn-bg)",
			"color": "var(--btn-fg)",
			"border-color": "var(--btn-border)",
			"border-style": "var(--btn-border-style, solid)",
			"outline-color": "var(--btn-color, var(--color-base-content))",
			"--tw-prose-links": "var(--btn-fg)",
			"background-image": "none, var(--fx-noise)",
			"background-size": "auto, calc(var(--noise, 0) * 100%)",
			"text-shadow": "0 0.5px oklch(100% 0 0 / calc(var(--depth) * 0.15))",
			"box-shadow": "var(--btn-inset) inset, var(--btn-shadow)",
			"&:is([type=\"checkbox\"], [type=\"radio\"])": {
				"appearance": "none",
				"&[aria-label]::after": {
					"--tw-content": "attr(aria-label)",
					"content": "var(--tw-content)"
				}
			},
			"&:where(:checked:not(.filter [type=\"radio\"].btn))": {
				"--btn-color": "var(--color-primary)",
				"--btn-fg": "var(--color-primary-content)"
			}
		},
		"@layer daisyui.l1": {
			"@media (hover: hover)": { "&:hover": {
				"--btn-bg": "color-mix(in oklab, var(--btn-color, var(--color-base-200)), #000 7%)",
				"color": "var(--btn-fg)",
				"--btn-border": "color-mix(in oklab, var(--btn-bg), #000 calc(var(--depth) * 5%))",
				"--btn-border-style": "solid",
				"--btn-inset": "0 0.5px 0 0.5px oklch(100% 0 0 / calc(var(--depth) * 6%))",
				"--btn-shadow": "0 3px 2px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000),\n          0 4px 3px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000)"
			} },
			"&:active:not( .btn-active, [aria-pressed=\"true\"], [aria-checked=\"true\"], [aria-current]:not([aria-current=\"false\"], [aria-current=\"\"]) )": {
				"translate": "0 0.5px",
				"--btn-bg": "color-mix(in oklab, var(--btn-color, var(--color-base-200)), #000 5%)",
				"color": "var(--btn-fg, var(--color-base-content))",
				"--btn-border": "color-mix(in oklab, var(--btn-color, var(--color-base-200)), #000 7%)",
				"--btn-border-style": "solid",
				"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
				"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)"
			},
			"&:where( :checked:not(.filter [type=\"radio\"].btn), :not([type=\"radio\"], [type=\"checkbox\"]):focus-visible )": {
				"--btn-bg": "var(--btn-color, var(--color-base-200))",
				"color": "var(--btn-fg, var(--color-base-content))",
				"--btn-border": "color-mix(in oklab, var(--btn-bg), #000 calc(var(--depth) * 5%))",
				"--btn-border-style": "solid",
				"--btn-inset": "0 0.5px 0 0.5px oklch(100% 0 0 / calc(var(--depth) * 6%))",
				"--btn-shadow": "0 3px 2px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000),\n        0 4px 3px -2px color-mix(in oklab, var(--btn-bg) calc(var(--depth) * 30%), #0000)",
				"isolation": "isolate"
			},
			"&:focus-visible, &:has(:focus-visible)": {
				"outline-width": "2px",
				"outline-style": "solid",
				"isolation": "isolate"
			}
		}
	},
	".btn-active, .btn:is( [aria-pressed=\"true\"], [aria-checked=\"true\"], [aria-current]:not([aria-current=\"false\"], [aria-current=\"\"]) )": { "@layer daisyui.l1.l2": {
		"--btn-bg": "color-mix(in oklab, var(--btn-color, var(--color-base-200)), #000 5%)",
		"color": "var(--btn-fg, var(--color-base-content))",
		"--btn-border": "color-mix(in oklab, var(--btn-color, var(--color-base-200)), #000 7%)",
		"--btn-border-style": "solid",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)",
		"isolation": "isolate"
	} },
	".btn-outline, .btn-dash": { "@layer daisyui.l1.l2.l3": {
		"--btn-bg": "#0000",
		"color": "var(--btn-rest-fg, var(--btn-color, var(--color-base-content)))",
		"--btn-border": "var(--btn-color, var(--color-base-content))",
		"--btn-border-style": "solid",
		"background-image": "none",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)"
	} },
	".btn-dash": { "@layer daisyui.l1.l2.l3": { "--btn-border-style": "dashed" } },
	".btn-ghost": { "@layer daisyui.l1.l2.l3": {
		"--btn-bg": "#0000",
		"color": "var(--btn-rest-fg, var(--btn-color, var(--color-base-content, currentColor)))",
		"--btn-border": "#0000",
		"background-image": "none",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)"
	} },
	".btn-soft": { "@layer daisyui.l1.l2.l3": {
		"--btn-bg": "color-mix(\n      in oklab,\n      var(--btn-color, var(--color-base-content)) 8%,\n      var(--btn-soft-bg, var(--color-base-100))\n    )",
		"color": "var(--btn-rest-fg, var(--btn-color, var(--color-base-content)))",
		"--btn-border": "color-mix(\n      in oklab,\n      var(--btn-color, var(--color-base-content)) 10%,\n      var(--btn-soft-bg, var(--color-base-100))\n    )",
		"--btn-border-style": "solid",
		"background-image": "none",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)"
	} },
	".btn-link": { "@layer daisyui": {
		"text-decoration-line": "underline",
		"--btn-bg": "#0000",
		"color": "var(--btn-color, var(--color-primary))",
		"--btn-border": "#0000",
		"background-image": "none",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)"
	} },
	".btn-primary": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-primary)",
		"--btn-fg": "var(--color-primary-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-secondary": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-secondary)",
		"--btn-fg": "var(--color-secondary-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-accent": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-accent)",
		"--btn-fg": "var(--color-accent-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-neutral": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-neutral)",
		"--btn-fg": "var(--color-neutral-content)",
		"--btn-soft-bg": "var(--color-neutral-content) 80%",
		"--btn-rest-fg": "initial"
	} },
	".btn-info": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-info)",
		"--btn-fg": "var(--color-info-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-success": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-success)",
		"--btn-fg": "var(--color-success-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-warning": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-warning)",
		"--btn-fg": "var(--color-warning-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-error": { "@layer daisyui.l1.l2": {
		"--btn-color": "var(--color-error)",
		"--btn-fg": "var(--color-error-content)",
		"--btn-soft-bg": "initial"
	} },
	".btn-xs": { "@layer daisyui.l1.l2": {
		"--fontsize": "0.6875rem",
		"--btn-p": "0.5rem",
		"--size": "calc(var(--size-field, 0.25rem) * 6)"
	} },
	".btn-sm": { "@layer daisyui.l1.l2": {
		"--fontsize": "0.75rem",
		"--btn-p": "0.75rem",
		"--size": "calc(var(--size-field, 0.25rem) * 8)"
	} },
	".btn-md": { "@layer daisyui.l1.l2": {
		"--fontsize": "0.875rem",
		"--btn-p": "1rem",
		"--size": "calc(var(--size-field, 0.25rem) * 10)"
	} },
	".btn-lg": { "@layer daisyui.l1.l2": {
		"--fontsize": "1.125rem",
		"--btn-p": "1.25rem",
		"--size": "calc(var(--size-field, 0.25rem) * 12)"
	} },
	".btn-xl": { "@layer daisyui.l1.l2": {
		"--fontsize": "1.375rem",
		"--btn-p": "1.5rem",
		"--size": "calc(var(--size-field, 0.25rem) * 14)"
	} },
	".btn-wide": { "@layer daisyui.l1.l2": {
		"width": "100%",
		"max-width": "calc(0.25rem * 64)"
	} },
	".btn-block": { "@layer daisyui.l1.l2": { "width": "100%" } },
	".btn-square": { "@layer daisyui.l1.l2": {
		"padding-inline": "0px",
		"width": "var(--size)",
		"height": "var(--size)"
	} },
	".btn-circle": { "@layer daisyui.l1.l2": {
		"border-radius": "calc(infinity * 1px)",
		"padding-inline": "0px",
		"width": "var(--size)",
		"height": "var(--size)"
	} },
	".btn:is(.btn-disabled, :disabled, [disabled], [aria-disabled=\"true\"])": { "@layer daisyui": {
		"pointer-events": "none",
		"color": "color-mix(in oklch, var(--color-base-content) 20%, #0000)",
		"--btn-bg": "#0000",
		"--btn-border": "#0000",
		"background-image": "none",
		"--btn-inset": "0 0 0 0 oklch(0% 0 0/0)",
		"--btn-shadow": "0 0 0 0 oklch(0% 0 0/0)",
		"&:not(.btn-link, .btn-ghost)": { "background-color": "color-mix(in oklab, var(--color-base-content) 10%, transparent)" },
		"@media (forced-colors: active)": {
			"color": "GrayText",
			"border-color": "GrayText"
		}
	} }
};
// ../daisyui-5.8.1/components/button/index.js
var button_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$6, prefix) });
};
// ../daisyui-5.8.1/components/checkbox/object.js
var object_default$5 = {
	".checkbox": { "@layer daisyui.l1.l2.l3": {
		"border": "var(--border) solid var(--input-color, color-mix(in oklab, var(--color-base-content) 20%, #0000))",
		"position": "relative",
		"display": "inline-block",
		"flex-shrink": 0,
		"cursor": "pointer",
		"appearance": "none",
		"border-radius": "var(--radius-selector)",
		"padding": "0.25rem",
		"vertical-align": "middle",
		"color": "var(--color-base-content)",
		"box-shadow": "0 1px oklch(0% 0 0 / calc(var(--depth) * 0.1)) inset, 0 0 #0000 inset, 0 0 #0000",
		"@media (prefers-reduced-motion: no-preference)": { "transition": "background-color 0.2s, box-shadow 0.2s" },
		"--size": "calc(var(--size-selector, 0.25rem) * 6)",
		"width": "var(--size)",
		"height": "var(--size)",
		"background-size": "auto, calc(var(--noise) * 100%)",
		"background-image": "none, var(--fx-noise)",
		"&:before": {
			"--tw-content": "\"\"",
			"content": "var(--tw-content)",
			"display": "block",
			"width": "100%",
			"height": "100%",
			"rotate": "45deg",
			"background-color": "currentcolor",
			"opacity": "0%",
			"@media (prefers-reduced-motion: no-preference)": {
				"transition": "clip-path 0.3s, opacity 0.1s, rotate 0.3s, translate 0.3s",
				"transition-delay": "0.1s"
			},
			"clip-path": "polygon(20% 100%, 20% 80%, 50% 80%, 50% 80%, 70% 80%, 70% 100%)",
			"box-shadow": "0px 3px 0 0px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset",
			"font-size": "1rem",
			"line-height": .75
		},
		"&:focus-visible": {
			"outline": "2px solid var(--input-color, currentColor)",
			"outline-offset": "2px"
		},
		"&:checked, &[aria-checked=\"true\"]": {
			"background-color": "var(--input-color, #0000)",
			"box-shadow": "0 0 #0000 inset, 0 8px 0 -4px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset, 0 1px oklch(0% 0 0 / calc(var(--depth) * 0.1))",
			"&:before": {
				"clip-path": "polygon(20% 100%, 20% 80%, 50% 80%, 50% 0%, 70% 0%, 70% 100%)",
				"translate": "3.5% -7%",
				"opacity": "100%"
			},
			"@media (forced-colors: active)": { "&:before": {
				"rotate": "0deg",
				"background-color": "transparent",
				"--tw-content": "\"✔︎\"",
				"clip-path": "none"
			} },
			"@media print": { "&:before": {
				"rotate": "0deg",
				"background-color": "transparent",
				"--tw-content": "\"✔︎\"",
				"clip-path": "none"
			} }
		},
		"&:indeterminate, &[aria-checked=\"mixed\"]": {
			"background-color": "var( --input-color, color-mix(in oklab, var(--color-base-content) 20%, #0000) )",
			"&:before": {
				"rotate": "0deg",
				"opacity": "100%",
				"translate": "0 -40%",
				"clip-path": "polygon(20% 100%, 20% 80%, 50% 80%, 50% 80%, 80% 80%, 80% 100%)"
			},
			"@media (forced-colors: active)": { "&:before": {
				"rotate": "0deg",
				"background-color": "transparent",
				"--tw-content": "\"−\"",
				"clip-path": "none",
				"translate": "0"
			} }
		}
	} },
	".checkbox-primary": { "@layer daisyui.l1.l2": {
		"color": "var(--color-primary-content)",
		"--input-color": "var(--color-primary)"
	} },
	".checkbox-secondary": { "@layer daisyui.l1.l2": {
		"color": "var(--color-secondary-content)",
		"--input-color": "var(--color-secondary)"
	} },
	".checkbox-accent": { "@layer daisyui.l1.l2": {
		"color": "var(--color-accent-content)",
		"--input-color": "var(--color-accent)"
	} },
	".checkbox-neutral": { "@layer daisyui.l1.l2": {
		"color": "var(--color-neutral-content)",
		"--input-color": "var(--color-neutral)"
	} },
	".checkbox-info": { "@layer daisyui.l1.l2": {
		"color": "var(--color-info-content)",
		"--input-color": "var(--color-info)"
	} },
	".checkbox-success": { "@layer daisyui.l1.l2": {
		"color": "var(--color-success-content)",
		"--input-color": "var(--color-success)"
	} },
	".checkbox-warning": { "@layer daisyui.l1.l2": {
		"color": "var(--color-warning-content)",
		"--input-color": "var(--color-warning)"
	} },
	".checkbox-error": { "@layer daisyui.l1.l2": {
		"color": "var(--color-error-content)",
		"--input-color": "var(--color-error)"
	} },
	".checkbox:disabled": { "@layer daisyui.l1.l2": {
		"cursor": "not-allowed",
		"opacity": "20%"
	} },
	".checkbox-xs": { "@layer daisyui.l1.l2": {
		"padding": "0.125rem",
		"--size": "calc(var(--size-selector, 0.25rem) * 4)"
	} },
	".checkbox-sm": { "@layer daisyui.l1.l2": {
		"padding": "0.1875rem",
		"--size": "calc(var(--size-selector, 0.25rem) * 5)"
	} },
	".checkbox-md": { "@layer daisyui.l1.l2": {
		"padding": "0.25rem",
		"--size": "calc(var(--size-selector, 0.25rem) * 6)"
	} },
	".checkbox-lg": { "@layer daisyui.l1.l2": {
		"padding": "0.3125rem",
		"--size": "calc(var(--size-selector, 0.25rem) * 7)"
	} },
	".checkbox-xl": { "@layer daisyui.l1.l2": {
		"padding": "0.375rem",
		"--size": "calc(var(--size-selector, 0.25rem) * 8)"
	} }
};
// ../daisyui-5.8.1/components/checkbox/index.js
var checkbox_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$5, prefix) });
};
// ../daisyui-5.8.1/components/input/object.js
var object_default$4 = {
	".input": {
		"@layer daisyui.l1.l2.l3": {
			"position": "relative",
			"display": "inline-flex",
			"flex-shrink": 1,
			"appearance": "none",
			"align-items": "center",
			"gap": "calc(0.25rem * 2)",
			"background-color": "var(--color-base-100)",
			"padding-inline": "calc(0.25rem * 3)",
			"vertical-align": "middle",
			"white-space": "nowrap",
			"--size": "calc(var(--size-field, 0.25rem) * var(--in-size-mul, 10))",
			"--input-color": "color-mix(in oklab, var(--color-base-content) 20%, #0000)",
			"cursor": "text",
			"width": "clamp(3rem, 20rem, 100%)",
			"height": "var(--size)",
			"font-size": "max(var(--font-size, 0rem), var(--font-size-min, 0.875rem))",
			"touch-action": "manipulation",
			"border-start-start-radius": "var(--join-ss, var(--radius-field))",
			"border-start-end-radius": "var(--join-se, var(--radius-field))",
			"border-end-start-radius": "var(--join-es, var(--radius-field))",
			"border-end-end-radius": "var(--join-ee, var(--radius-field))",
			"border": "var(--border) solid var(--input-color, #0000)",
			"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000) inset, 0 -1px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset",
			"input": {
				"height": "100%",
				"width": "100%",
				"appearance": "none",
				"background-color": "transparent",
				"border": "none",
				"&::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "50%"
				},
				"&:focus, &:focus-within": {
					"--tw-outline-style": "none",
					"outline-style": "none",
					"@media (forced-colors: active)": {
						"outline": "2px solid transparent",
						"outline-offset": "2px"
					}
				},
				"&::-webkit-calendar-picker-indicator": { "inset-inline-end": "-0.15em" }
			},
			"&::-webkit-inner-spin-button": { "margin-inline-end": "-10px" },
			"&::-webkit-calendar-picker-indicator": { "inset-inline-end": "0.75em" },
			"input&, input": {
				"position": "relative",
				"display": "inline-flex",
				"text-align": "start",
				"&[type=\"url\"], &[type=\"tel\"], &[type=\"email\"], &[type=\"number\"]": { "direction": "ltr" },
				"&::-webkit-datetime-edit, &::-webkit-date-and-time-value": {
					"display": "grid",
					"min-height": "100%",
					"align-items": "center",
					"text-align": "inherit"
				},
				"&::-webkit-inner-spin-button": { "margin-block": "calc(0.25rem * var(--spin-my, -3))" },
				"&::-webkit-calendar-picker-indicator": {
					"position": "absolute",
					"width": "1em",
					"height": "1em",
					"cursor": "pointer"
				},
				"&::-webkit-color-swatch-wrapper": { "padding-block": "0.25rem" }
			},
			"&:focus, &:focus-within": {
				"--input-color": "var(--color-base-content)",
				"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000)",
				"outline": "2px solid var(--input-color)",
				"outline-offset": "2px"
			},
			"@media (pointer: coarse)": { "@supports (-webkit-touch-callout: none)": { "&:focus, &:focus-within": { "--font-size": "1rem" } } }
		},
		"@layer daisyui.l1.l2": {
			"&:has(> input[disabled]), &:is(:disabled, [disabled]), fieldset:disabled &": {
				"cursor": "not-allowed",
				"border-color": "var(--color-base-200)",
				"background-color": "var(--color-base-200)",
				"&:is(input), :is(input)": { "color": "color-mix(in oklab, var(--color-base-content) 40%, transparent)" },
				"box-shadow": "none",
				"&::placeholder, ::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "20%"
				}
			},
			"&:has(> input[disabled]) > input[disabled]": { "cursor": "not-allowed" }
		}
	},
	":is(.input[type=\"url\"], .input[type=\"tel\"], .input[type=\"email\"], .input[type=\"number\"]):dir(rtl)": {
		"border-start-start-radius": "var(--join-se, var(--radius-field))",
		"border-start-end-radius": "var(--join-ss, var(--radius-field))",
		"border-end-start-radius": "var(--join-ee, var(--radius-field))",
		"border-end-end-radius": "var(--join-es, var(--radius-field))"
	},
	".input-ghost": { "@layer daisyui.l1.l2": {
		"background-color": "transparent",
		"box-shadow": "none",
		"border-color": "#0000",
		"&:focus, &:focus-within": {
			"background-color": "var(--color-base-100)",
			"color": "var(--color-base-content)",
			"border-color": "#0000",
			"box-shadow": "none"
		}
	} },
	".input-neutral": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-neutral)" } } },
	".input-primary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-primary)" } } },
	".input-secondary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-secondary)" } } },
	".input-accent": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-accent)" } } },
	".input-info": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-info)" } } },
	".input-success": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-success)" } } },
	".input-warning": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-warning)" } } },
	".input-error": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-error)" } } },
	".input-xs": { "@layer daisyui.l1.l2": {
		"--in-size-mul": "6",
		"--font-size-min": "0.6875rem",
		"--spin-my": "-1",
		".floating-label:has(&)": {
			"--top-mul": "3",
			"--font-size": "0.6875rem"
		}
	} },
	".input-sm": { "@layer daisyui.l1.l2": {
		"--in-size-mul": "8",
		"--font-size-min": "0.75rem",
		"--spin-my": "-2",
		".floating-label:has(&)": {
			"--top-mul": "4",
			"--font-size": "0.75rem"
		}
	} },
	".input-md": { "@layer daisyui.l1.l2": {
		"--in-size-mul": "10",
		"--font-size-min": "0.875rem",
		"--spin-my": "-3",
		".floating-label:has(&)": {
			"--top-mul": "5",
			"--font-size": "0.875rem"
		}
	} },
	".input-lg": { "@layer daisyui.l1.l2": {
		"--in-size-mul": "12",
		"--font-size-min": "1.125rem",
		"--spin-my": "-3",
		".floating-label:has(&)": {
			"--top-mul": "6",
			"--font-size": "1.125rem"
		}
	} },
	".input-xl": { "@layer daisyui.l1.l2": {
		"--in-size-mul": "14",
		"--font-size-min": "1.375rem",
		"--spin-my": "-4",
		".floating-label:has(&)": {
			"--top-mul": "7",
			"--font-size": "1.375rem"
		}
	} }
};
// ../daisyui-5.8.1/components/input/index.js
var input_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$4, prefix) });
};
// ../daisyui-5.8.1/components/kbd/object.js
var object_default$3 = {
	".kbd": {
		"box-shadow": "none",
		"@layer daisyui.l1.l2.l3": {
			"display": "inline-flex",
			"flex-shrink": 0,
			"align-items": "center",
			"justify-content": "center",
			"border-radius": "var(--radius-field)",
			"background-color": "var(--color-base-200)",
			"vertical-align": "middle",
			"color": "var(--color-base-content)",
			"padding-inline": "0.5em",
			"border": "var(--border) solid color-mix(in srgb, var(--color-base-content) 20%, #0000)",
			"border-bottom": "calc(var(--border) + 1px) solid color-mix(in srgb, var(--color-base-content) 20%, #0000)",
			"--size": "calc(var(--size-selector, 0.25rem) * 6)",
			"font-size": "0.875rem",
			"height": "var(--size)",
			"min-width": "var(--size)"
		}
	},
	".kbd-xs": { "@layer daisyui.l1.l2": {
		"--size": "calc(var(--size-selector, 0.25rem) * 4)",
		"font-size": "0.625rem"
	} },
	".kbd-sm": { "@layer daisyui.l1.l2": {
		"--size": "calc(var(--size-selector, 0.25rem) * 5)",
		"font-size": "0.75rem"
	} },
	".kbd-md": { "@layer daisyui.l1.l2": {
		"--size": "calc(var(--size-selector, 0.25rem) * 6)",
		"font-size": "0.875rem"
	} },
	".kbd-lg": { "@layer daisyui.l1.l2": {
		"--size": "calc(var(--size-selector, 0.25rem) * 7)",
		"font-size": "1rem"
	} },
	".kbd-xl": { "@layer daisyui.l1.l2": {
		"--size": "calc(var(--size-selector, 0.25rem) * 8)",
		"font-size": "1.125rem"
	} }
};
// ../daisyui-5.8.1/components/kbd/index.js
var kbd_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$3, prefix) });
};
// ../daisyui-5.8.1/components/select/object.js
var object_default$2 = {
	".select": {
		"@layer daisyui.l1.l2.l3": [{
			"position": "relative",
			"display": "inline-flex",
			"flex-shrink": 1,
			"appearance": "none",
			"align-items": "center",
			"gap": "calc(0.25rem * 1.5)",
			"background-color": "var(--color-base-100)",
			"padding-inline-start": "calc(0.25rem * 3)",
			"padding-inline-end": "calc(0.25rem * 7)",
			"vertical-align": "middle",
			"--size": "calc(var(--size-field, 0.25rem) * var(--sl-size-mul, 10))",
			"--input-color": "color-mix(in oklab, var(--color-base-content) 20%, #0000)",
			"width": "clamp(3rem, 20rem, 100%)",
			"height": "var(--size)",
			"font-size": "max(var(--font-size, 0rem), var(--font-size-min, 0.875rem))",
			"touch-action": "manipulation",
			"border-start-start-radius": "var(--join-ss, var(--radius-field))",
			"border-start-end-radius": "var(--join-se, var(--radius-field))",
			"border-end-start-radius": "var(--join-es, var(--radius-field))",
			"border-end-end-radius": "var(--join-ee, var(--radius-field))",
			"background-image": "linear-gradient(45deg, #0000 50%, currentColor 50%), linear-gradient(135deg, currentColor 50%, #0000 50%)",
			"background-position": "calc(100% - 20px) calc(1px + 50%), calc(100% - 16.1px) calc(1px + 50%)",
			"background-size": "4px 4px, 4px 4px",
			"background-repeat": "no-repeat",
			"white-space": "nowrap",
			"overflow": "hidden",
			"text-overflow": "ellipsis",
			"border": "var(--border) solid var(--input-color, #0000)",
			"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000) inset, 0 -1px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset",
			"[dir=\"rtl\"] &": { "background-position": "calc(0% + 12px) calc(1px + 50%), calc(0% + 16px) calc(1px + 50%)" },
			"&[multiple]": {
				"height": "auto",
				"overflow": "auto",
				"padding-block": "calc(0.25rem * 3)",
				"padding-inline-end": "calc(0.25rem * 3)",
				"background-image": "none"
			},
			"select": {
				"margin-inline-start": "calc(0.25rem * -3)",
				"margin-inline-end": "calc(0.25rem * -7)",
				"width": "calc(100% + 2.75rem)",
				"appearance": "none",
				"padding-inline-start": "calc(0.25rem * 3)",
				"padding-inline-end": "calc(0.25rem * 7)",
				"height": "calc(100% - calc(var(--border) * 2))",
				"align-items": "center",
				"background": "inherit",
				"border-radius": "inherit",
				"border-style": "none",
				"&::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "50%"
				},
				"&:focus, &:focus-within": {
					"--tw-outline-style": "none",
					"outline-style": "none",
					"@media (forced-colors: active)": {
						"outline": "2px solid transparent",
						"outline-offset": "2px"
					}
				},
				"&:not(:last-child)": {
					"margin-inline-end": "calc(0.25rem * -5.5)",
					"background-image": "none"
				}
			},
			"&:focus, &:focus-within, &:open": {
				"--input-color": "var(--color-base-content)",
				"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000)",
				"outline": "2px solid var(--input-color)",
				"outline-offset": "2px"
			},
			"&:open": { "background-image": "linear-gradient(135deg, #0000 50%, currentColor 50%), linear-gradient(45deg, currentColor 50%, #0000 50%)" }
		}, {
			"&, & select": {
				"@supports (appearance: base-select)": { "&, &::picker(select)": { "appearance": "base-select" } },
				"&::picker(select)": {
					"color": "inherit",
					"max-height": "min(24rem, 70dvh)",
					"margin-inline": "0.5rem",
					"translate": "-0.5rem 0",
					"border": "var(--border) solid var(--color-base-200)",
					"margin-block": "calc(0.25rem * 2)",
					"border-radius": "var(--radius-box)",
					"padding": "calc(0.25rem * 2)",
					"background-color": "inherit",
					"box-shadow": ["0 2px calc(var(--depth) * 3px) -2px oklch(0% 0 0/0.2)", "0 20px 25px -5px rgb(0 0 0 / calc(var(--depth) * 0.1)), 0 8px 10px -6px rgb(0 0 0 / calc(var(--depth) * 0.1))"]
				},
				"&::picker-icon": {
					"display": "none",
					"@media (forced-colors: active)": { "display": "block" }
				},
				"selectedcontent": {
					"width": "100%",
					"overflow": "hidden",
					"text-overflow": "ellipsis",
					"white-space": "nowrap"
				},
				"optgroup": {
					"padding-top": "0.5em",
					"option": { "&:nth-child(1)": { "margin-top": "0.5em" } }
				},
				"option": {
					"border-radius": "var(--radius-field)",
					"padding-block": "calc(0.25rem * 1.5)",
					"padding-inline": "calc(0.25rem * var(--option-px, 3))",
					"transition-property": "color, background-color",
					"transition-duration": "0.2s",
					"transition-timing-function": "cubic-bezier(0, 0, 0.2, 1)",
					"white-space": "normal",
					"&:not(:disabled)": {
						"&:hover, &:focus-visible": {
							"cursor": "pointer",
							"background-color": "color-mix(in oklab, var(--color-base-content) 10%, transparent)",
							"--tw-outline-style": "none",
							"outline-style": "none",
							"@media (forced-colors: active)": {
								"outline": "2px solid transparent",
								"outline-offset": "2px"
							}
						},
						"&:active": {
							"background-color": "var(--color-neutral)",
							"color": "var(--color-neutral-content)",
							"box-shadow": "0 2px calc(var(--depth) * 3px) -2px var(--color-neutral)"
						}
					}
				}
			},
			"[dir=\"rtl\"] &": { "&::picker(select), select::picker(select)": { "translate": "0.5rem 0" } }
		}],
		"@layer daisyui.l1.l2": {
			"&:has(> select[disabled]), &:is(:disabled, [disabled]), fieldset:disabled &": {
				"cursor": "not-allowed",
				"border-color": "var(--color-base-200)",
				"background-color": "var(--color-base-200)",
				"&:is(select), :is(select)": { "color": "color-mix(in oklab, var(--color-base-content) 40%, transparent)" },
				"box-shadow": "none",
				"&::placeholder, ::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "20%"
				}
			},
			"&:has(> select[disabled]) > select[disabled]": { "cursor": "not-allowed" }
		}
	},
	".select-ghost": { "@layer daisyui.l1.l2": {
		"background-color": "transparent",
		"@media (prefers-reduced-motion: no-preference)": { "transition": "background-color 0.2s" },
		"box-shadow": "none",
		"border-color": "#0000",
		"&:focus, &:focus-within, &:open": {
			"background-color": "var(--color-base-100)",
			"color": "var(--color-base-content)",
			"border-color": "#0000",
			"box-shadow": "none"
		},
		"&::picker(select)": {
			"background-color": "var(--color-base-100)",
			"color": "var(--color-base-content)"
		}
	} },
	".select-neutral": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-neutral)" } } },
	".select-primary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-primary)" } } },
	".select-secondary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-secondary)" } } },
	".select-accent": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-accent)" } } },
	".select-info": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-info)" } } },
	".select-success": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-success)" } } },
	".select-warning": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-warning)" } } },
	".select-error": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within, &:open": { "--input-color": "var(--color-error)" } } },
	".select-xs": { "@layer daisyui.l1.l2": {
		"--sl-size-mul": "6",
		"--font-size-min": "0.6875rem",
		"--option-px": "2",
		".floating-label:has(&)": {
			"--top-mul": "3",
			"--font-size": "0.6875rem"
		}
	} },
	".select-sm": { "@layer daisyui.l1.l2": {
		"--sl-size-mul": "8",
		"--font-size-min": "0.75rem",
		"--option-px": "2.5",
		".floating-label:has(&)": {
			"--top-mul": "4",
			"--font-size": "0.75rem"
		}
	} },
	".select-md": { "@layer daisyui.l1.l2": {
		"--sl-size-mul": "10",
		"--font-size-min": "0.875rem",
		"--option-px": "3",
		".floating-label:has(&)": {
			"--top-mul": "5",
			"--font-size": "0.875rem"
		}
	} },
	".select-lg": { "@layer daisyui.l1.l2": {
		"--sl-size-mul": "12",
		"--font-size-min": "1.125rem",
		"--option-px": "4",
		".floating-label:has(&)": {
			"--top-mul": "6",
			"--font-size": "1.125rem"
		}
	} },
	".select-xl": { "@layer daisyui.l1.l2": {
		"--sl-size-mul": "14",
		"--font-size-min": "1.375rem",
		"--option-px": "5",
		".floating-label:has(&)": {
			"--top-mul": "7",
			"--font-size": "1.375rem"
		}
	} }
};
// ../daisyui-5.8.1/components/select/index.js
var select_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$2, prefix) });
};
// ../daisyui-5.8.1/components/textarea/object.js
var object_default$1 = {
	".textarea": {
		"@layer daisyui.l1.l2.l3": {
			"min-height": "calc(0.25rem * 20)",
			"flex-shrink": 1,
			"appearance": "none",
			"border-radius": "var(--radius-field)",
			"background-color": "var(--color-base-100)",
			"padding-inline": "calc(0.25rem * 3)",
			"padding-block": "calc(0.25rem * 2)",
			"vertical-align": "middle",
			"--input-color": "color-mix(in oklab, var(--color-base-content) 20%, #0000)",
			"width": "clamp(3rem, 20rem, 100%)",
			"font-size": "max(var(--font-size, 0rem), var(--font-size-min, 0.875rem))",
			"touch-action": "manipulation",
			"border": "var(--border) solid var(--input-color, #0000)",
			"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000) inset, 0 -1px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset",
			"textarea": {
				"appearance": "none",
				"background-color": "transparent",
				"border": "none",
				"&::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "50%"
				},
				"&:focus, &:focus-within": {
					"--tw-outline-style": "none",
					"outline-style": "none",
					"@media (forced-colors: active)": {
						"outline": "2px solid transparent",
						"outline-offset": "2px"
					}
				}
			},
			"&:focus, &:focus-within": {
				"--input-color": "var(--color-base-content)",
				"box-shadow": "0 1px color-mix(in oklab, var(--input-color) calc(var(--depth) * 10%), #0000)",
				"outline": "2px solid var(--input-color)",
				"outline-offset": "2px",
				"isolation": "isolate"
			},
			"@media (pointer: coarse)": { "@supports (-webkit-touch-callout: none)": { "&:focus, &:focus-within": { "--font-size": "1rem" } } }
		},
		"@layer daisyui.l1.l2": {
			"&:has(> textarea[disabled]), &:is(:disabled, [disabled])": {
				"cursor": "not-allowed",
				"border-color": "var(--color-base-200)",
				"background-color": "var(--color-base-200)",
				"color": "color-mix(in oklab, var(--color-base-content) 40%, transparent)",
				"box-shadow": "none",
				"&::placeholder, ::placeholder": {
					"color": "var(--color-base-content)",
					"opacity": "20%"
				}
			},
			"&:has(> textarea[disabled]) > textarea[disabled]": { "cursor": "not-allowed" }
		}
	},
	".textarea-ghost": { "@layer daisyui.l1.l2": {
		"background-color": "transparent",
		"box-shadow": "none",
		"border-color": "#0000",
		"&:focus, &:focus-within": {
			"background-color": "var(--color-base-100)",
			"color": "var(--color-base-content)",
			"border-color": "#0000",
			"box-shadow": "none"
		}
	} },
	".textarea-neutral": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-neutral)" } } },
	".textarea-primary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-primary)" } } },
	".textarea-secondary": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-secondary)" } } },
	".textarea-accent": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-accent)" } } },
	".textarea-info": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-info)" } } },
	".textarea-success": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-success)" } } },
	".textarea-warning": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-warning)" } } },
	".textarea-error": { "@layer daisyui.l1.l2": { "&, &:focus, &:focus-within": { "--input-color": "var(--color-error)" } } },
	".textarea-xs": { "@layer daisyui.l1.l2": {
		"--font-size-min": "0.6875rem",
		".floating-label:has(&)": {
			"--top-mul": "3",
			"--font-size": "0.6875rem"
		}
	} },
	".textarea-sm": { "@layer daisyui.l1.l2": {
		"--font-size-min": "0.75rem",
		".floating-label:has(&)": {
			"--top-mul": "4",
			"--font-size": "0.75rem"
		}
	} },
	".textarea-md": { "@layer daisyui.l1.l2": {
		"--font-size-min": "0.875rem",
		".floating-label:has(&)": {
			"--top-mul": "5",
			"--font-size": "0.875rem"
		}
	} },
	".textarea-lg": { "@layer daisyui.l1.l2": {
		"--font-size-min": "1.125rem",
		".floating-label:has(&)": {
			"--top-mul": "6",
			"--font-size": "1.125rem"
		}
	} },
	".textarea-xl": { "@layer daisyui.l1.l2": {
		"--font-size-min": "1.375rem",
		".floating-label:has(&)": {
			"--top-mul": "7",
			"--font-size": "1.375rem"
		}
	} }
};
// ../daisyui-5.8.1/components/textarea/index.js
var textarea_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default$1, prefix) });
};
// ../daisyui-5.8.1/components/toggle/object.js
var object_default = {
	".toggle": { "@layer daisyui.l1.l2.l3": {
		"border": "var(--border) solid currentColor",
		"color": "var(--input-color)",
		"position": "relative",
		"display": "inline-grid",
		"flex-shrink": 0,
		"cursor": "pointer",
		"appearance": "none",
		"place-content": "center",
		"vertical-align": "middle",
		"webkit-user-select": "none",
		"user-select": "none",
		"grid-template-columns": "0fr 1fr 1fr",
		"--radius-selector-max": "calc(\n      var(--radius-selector) + var(--radius-selector) + var(--radius-selector)\n    )",
		"border-radius": "calc( var(--radius-selector) + min(var(--toggle-p), var(--radius-selector-max)) + min(var(--border), var(--radius-selector-max)) )",
		"padding": "var(--toggle-p)",
		"box-shadow": "0 1px color-mix(in oklab, currentColor calc(var(--depth) * 10%), #0000) inset",
		"@media (prefers-reduced-motion: no-preference)": { "transition": "color 0.3s, grid-template-columns 0.2s" },
		"--input-color": "color-mix(in oklab, var(--color-base-content) 50%, #0000)",
		"--toggle-p": "calc(var(--size) * 0.125)",
		"--size": "calc(var(--size-selector, 0.25rem) * 6)",
		"width": "calc((var(--size) * 2) - (var(--border) + var(--toggle-p)) * 2)",
		"height": "var(--size)",
		"> *": {
			"z-index": 1,
			"grid-column": "span 1 / span 1",
			"grid-column-start": "2",
			"grid-row-start": "1",
			"height": "100%",
			"cursor": "pointer",
			"appearance": "none",
			"background-color": "transparent",
			"padding": "calc(0.25rem * 0.5)",
			"@media (prefers-reduced-motion: no-preference)": { "transition": "opacity 0.2s, rotate 0.4s" },
			"border": "none",
			"&:focus": {
				"--tw-outline-style": "none",
				"outline-style": "none",
				"@media (forced-colors: active)": {
					"outline": "2px solid transparent",
					"outline-offset": "2px"
				}
			},
			"&:nth-child(2)": {
				"color": "var(--color-base-100)",
				"rotate": "0deg"
			},
			"&:nth-child(3)": {
				"color": "var(--color-base-100)",
				"opacity": "0%",
				"rotate": "-15deg"
			}
		},
		"&:has(:checked)": {
			"> :nth-child(2)": {
				"opacity": "0%",
				"rotate": "15deg"
			},
			"> :nth-child(3)": {
				"opacity": "100%",
				"rotate": "0deg"
			}
		},
		"&:before": {
			"position": "relative",
			"inset-inline-start": "calc(0.25rem * 0)",
			"grid-column-start": "2",
			"grid-row-start": "1",
			"aspect-ratio": "1 / 1",
			"height": "100%",
			"width": "100%",
			"border-radius": "var(--radius-selector)",
			"background-color": "currentcolor",
			"translate": "0",
			"--tw-content": "\"\"",
			"content": "var(--tw-content)",
			"@media (prefers-reduced-motion: no-preference)": { "transition": "background-color 0.1s, translate 0.2s, inset-inline-start 0.2s" },
			"box-shadow": "0 -1px oklch(0% 0 0 / calc(var(--depth) * 0.1)) inset, 0 8px 0 -4px oklch(100% 0 0 / calc(var(--depth) * 0.1)) inset, 0 1px color-mix(in oklab, currentColor calc(var(--depth) * 10%), #0000)",
			"background-size": "auto, calc(var(--noise) * 100%)",
			"background-image": "none, var(--fx-noise)"
		},
		"@media (forced-colors: active)": { "&:before": {
			"outline": "1px solid",
			"outline-offset": "-1px"
		} },
		"@media print": { "&:before": {
			"outline": "0.25rem solid",
			"outline-offset": "-1rem"
		} },
		"&:focus-visible, &:has(:focus-visible)": {
			"outline": "2px solid currentColor",
			"outline-offset": "2px"
		},
		"&:checked, &[aria-checked=\"true\"], &:has(> input:checked)": {
			"grid-template-columns": "1fr 1fr 0fr",
			"background-color": "var(--color-base-100)",
			"--input-color": "var(--color-base-content)",
			"&:before": { "background-color": "currentcolor" },
			"@starting-style": { "&:before": { "opacity": 0 } }
		},
		"&:indeterminate": { "grid-template-columns": "0.5fr 1fr 0.5fr" },
		"&:disabled": {
			"cursor": "not-allowed",
			"opacity": "30%",
			"&:before": {
				"background-color": "transparent",
				"border": "var(--border) solid currentColor"
			}
		}
	} },
	".toggle-primary": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-primary)" } } },
	".toggle-secondary": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-secondary)" } } },
	".toggle-accent": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-accent)" } } },
	".toggle-neutral": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-neutral)" } } },
	".toggle-success": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-success)" } } },
	".toggle-warning": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-warning)" } } },
	".toggle-info": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-info)" } } },
	".toggle-error": { "@layer daisyui.l1.l2": { "&:checked, &[aria-checked=\"true\"]": { "--input-color": "var(--color-error)" } } },
	".toggle-xs": { "@layer daisyui.l1.l2": { "&:is([type=\"checkbox\"]), &:has([type=\"checkbox\"])": { "--size": "calc(var(--size-selector, 0.25rem) * 4)" } } },
	".toggle-sm": { "@layer daisyui.l1.l2": { "&:is([type=\"checkbox\"]), &:has([type=\"checkbox\"])": { "--size": "calc(var(--size-selector, 0.25rem) * 5)" } } },
	".toggle-md": { "@layer daisyui.l1.l2": { "&:is([type=\"checkbox\"]), &:has([type=\"checkbox\"])": { "--size": "calc(var(--size-selector, 0.25rem) * 6)" } } },
	".toggle-lg": { "@layer daisyui.l1.l2": { "&:is([type=\"checkbox\"]), &:has([type=\"checkbox\"])": { "--size": "calc(var(--size-selector, 0.25rem) * 7)" } } },
	".toggle-xl": { "@layer daisyui.l1.l2": { "&:is([type=\"checkbox\"]), &:has([type=\"checkbox\"])": { "--size": "calc(var(--size-selector, 0.25rem) * 8)" } } }
};
// ../daisyui-5.8.1/components/toggle/index.js
var toggle_default = ({ addComponents, prefix = "" }) => {
	addComponents({ ...addPrefix(object_default, prefix) });
};
// imports.js
const base = {
	rootcolor: rootcolor_default,
	svg: svg_default,
	properties: properties_default
};
const components = {
	button: button_default,
	checkbox: checkbox_default,
	input: input_default,
	kbd: kbd_default,
	select: select_default,
	textarea: textarea_default,
	toggle: toggle_default
};
const utilities = {};
// ../daisyui-5.8.1/index.js
const version = "5.8.1";
var daisyui_5_8_1_default = plugin.withOptions((options) => {
	return ({ addBase, addComponents, addUtilities, addVariant }) => {
		const { include, exclude, prefix = "" } = pluginOptionsHandler(options, addBase, object_default$10, version);
		const shouldIncludeItem = (name) => {
			if (include && exclude) return include.includes(name) && !exclude.includes(name);
			if (include) return include.includes(name);
			if (exclude) return !exclude.includes(name);
			return true;
		};
		const hasScrollLockReaders = shouldIncludeItem("rootscrolllock") || shouldIncludeItem("rootscrollgutter");
		const prepareComponentStyles = (styles) => nestCssLayers(hasScrollLockReaders ? styles : removeScrollLockSetters(styles));
		Object.entries(base).forEach(([name, item]) => {
			if (!shouldIncludeItem(name)) return;
			item({
				addBase,
				prefix
			});
		});
		Object.entries(components).forEach(([name, item]) => {
			if (!shouldIncludeItem(name)) return;
			item({
				addComponents: (styles) => addComponents(prepareComponentStyles(styles)),
				prefix
			});
		});
		Object.entries(utilities).forEach(([name, item]) => {
			if (!shouldIncludeItem(name)) return;
			item({
				addUtilities: (styles) => addUtilities(nestCssLayers(styles)),
				prefix
			});
		});
		addVariant(`${prefix}is-drawer-close`, `&:where(.${prefix}drawer-toggle:not(:checked) ~ .${prefix}drawer-side, .${prefix}drawer-toggle:not(:checked) ~ .${prefix}drawer-side *)`);
		addVariant(`${prefix}is-drawer-open`, `&:where(.${prefix}drawer-toggle:checked ~ .${prefix}drawer-side, .${prefix}drawer-toggle:checked ~ .${prefix}drawer-side *)`);
	};
}, () => ({ theme: { extend: variables_default } }));
export { daisyui_5_8_1_default as default };
