import { readBasket } from "../basket/basket.ts";
import { Button } from "./button.tsx";
import { idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";

/** What is said of fields that were chosen on other pages and are not in this request. */
export function BasketNotes() {
	const { draft, dispatch, amends, announce } = useForm();
	const { source, fields } = draft.request;
	const basket = readBasket();
	const others = basket.filter((item) => item.source !== source);
	const own = basket.filter((item) => item.source === source && !fields.some(({ field }) => field === item.field));
	return (
		<>
			{amends !== undefined && own.length > 0 && (
				<div class="nhsuk-inset-text">
					<p>
						{own.length === 1 ? "One field that you chose" : `${own.length} fields that you chose`} on other pages{" "}
						{own.length === 1 ? "is" : "are"} not in this request yet.
					</p>
					<Button
						onClick={() => {
							focusNext(idOf(["fields"]));
							dispatch({
								type: "fields",
								source,
								fields: own.map(({ field }) => ({ field, treatment: "", reason: "" })),
							});
							announce("They are in the request.");
						}}
					>
						Add {own.length === 1 ? "it" : "them"}
					</Button>
				</div>
			)}
			{amends === undefined && others.length > 0 && (
				<p class="nhsuk-inset-text">
					A request is about one source. Fields of other sources that you chose ({others.length}) wait until this draft
					is handed in or discarded.
				</p>
			)}
		</>
	);
}
