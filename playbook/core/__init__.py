"""The rules, pure: model, events, machine, history, decisions, plans and the numbers behind them."""
