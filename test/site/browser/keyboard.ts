import type { Page } from "playwright-core";

/** A person at a page who has a keyboard and no mouse. */
export interface Keyboard {
	/** Goes on with Tab until the focus is on what has this name. Fails where nothing on the page has. */
	reach(name: string | RegExp): Promise<void>;
	/** Goes there and presses Enter. */
	follow(name: string | RegExp): Promise<void>;
	/** Goes there and presses the space bar. */
	tick(name: string | RegExp): Promise<void>;
	/** Goes there and writes, in place of what stands there. */
	write(name: string | RegExp, text: string): Promise<void>;
	/** Goes there and chooses the first option that begins so, as typing does. */
	choose(name: string | RegExp, option: string): Promise<void>;
	press(...keys: readonly string[]): Promise<void>;
}

/** What the focus is on, as it is read out: its label, or what it says itself. */
const focused = `(() => {
	const element = document.activeElement;
	if (element === null || element === document.body) return "";
	const named = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent).join(" ");
	const text = element.getAttribute("aria-label") ?? named ?? element.labels?.[0]?.textContent ?? element.textContent ?? "";
	return text.replace(/\\s+/g, " ").trim();
})()`;

/** Gives a page a person with a keyboard. */
export function keyboardOf(page: Page): Keyboard {
	const { keyboard } = page;
	const isThere = async (name: string | RegExp): Promise<boolean> => {
		const at = await page.evaluate<string>(focused);
		return typeof name === "string" ? at.startsWith(name) : name.test(at);
	};
	const reach = async (name: string | RegExp): Promise<void> => {
		const passed: string[] = [];
		for (let tabs = 0; tabs < 300; tabs++) {
			if (await isThere(name)) return;
			await keyboard.press("Tab");
			passed.push((await page.evaluate<string>(focused)).slice(0, 40));
		}
		throw new Error(`Tab leads nowhere called ${name}, but to: ${[...new Set(passed)].join(" | ")}`);
	};
	return {
		reach,
		follow: async (name) => {
			await reach(name);
			await keyboard.press("Enter");
		},
		tick: async (name) => {
			await reach(name);
			await keyboard.press("Space");
		},
		write: async (name, text) => {
			await reach(name);
			await keyboard.press("Control+A");
			await keyboard.insertText(text);
		},
		choose: async (name, option) => {
			for (let tries = 1; ; tries++) {
				await reach(name);
				await keyboard.type(option);
				const chosen = await page.evaluate<string>("document.activeElement.selectedOptions?.[0]?.text ?? ''");
				if (chosen.startsWith(option)) return;
				if (tries === 5) throw new Error(`${name}: ${option} was typed, and ${chosen} is chosen`);
				// On a busy machine letters come so slowly that each begins anew.
				await page.waitForTimeout(1500);
			}
		},
		press: async (...keys) => {
			for (const key of keys) await keyboard.press(key);
		},
	};
}
