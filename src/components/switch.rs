//! A switch: on or off, said by position, word and colour.

use yew::prelude::*;

/// Properties of [`Switch`].
#[derive(Debug, Properties, PartialEq)]
pub struct SwitchProps {
    /// Stable id.
    pub id: AttrValue,
    /// What it switches.
    pub label: AttrValue,
    /// On or off.
    pub on: bool,
    /// Told the new position.
    pub onturn: Callback<bool>,
}

/// A native button with the role of a switch.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let turn = {
        let (on, onturn) = (props.on, props.onturn.clone());
        Callback::from(move |_: MouseEvent| onturn.emit(!on))
    };
    html! {
        <button type="button" role="switch" class="switch" id={props.id.clone()} aria-checked={props.on.to_string()} onclick={turn}>
            <span class="switch-track" aria-hidden="true"><span class="switch-knob"></span></span>
            <span class="switch-label">{ &props.label }</span>
        </button>
    }
}
