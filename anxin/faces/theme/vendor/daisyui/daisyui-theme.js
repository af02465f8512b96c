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
// ../daisyui-5.8.1/theme/object.js
var object_default = {};
// ../daisyui-5.8.1/theme/index.js
const escapeCssString = (value) => String(value).replace(/[^a-zA-Z0-9_-]/gu, (character) => `\\${character.codePointAt(0).toString(16)} `);
var theme_default = plugin.withOptions((options = {}) => {
	return ({ addBase }) => {
		const { name = "custom-theme", default: isDefault = false, prefersdark = false, "color-scheme": colorScheme, root = ":root", themecontroller = true, ...customThemeTokens } = options;
		const escapedName = escapeCssString(name);
		let selector = themecontroller === false || themecontroller === "false" ? `[data-theme="${escapedName}"]` : `${root}:has(input.theme-controller[value="${escapedName}"]:checked),[data-theme="${escapedName}"]`;
		if (isDefault) selector = `:where(${root}),${selector}`;
		let themeTokens = { ...customThemeTokens };
		if (object_default[name]) {
			const builtinTheme = object_default[name];
			themeTokens = {
				...builtinTheme,
				...customThemeTokens,
				"color-scheme": colorScheme ?? builtinTheme["color-scheme"]
			};
		}
		const baseStyles = { [selector]: {
			"color-scheme": themeTokens["color-scheme"] ?? colorScheme ?? "normal",
			...themeTokens
		} };
		if (prefersdark) addBase({ "@media (prefers-color-scheme: dark)": { [root === ":root" ? ":root:not([data-theme])" : `${root}:not([data-theme])`]: baseStyles[selector] } });
		addBase(baseStyles);
	};
});
export { theme_default as default };
