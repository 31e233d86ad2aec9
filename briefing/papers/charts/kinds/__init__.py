"""One module a chart, each with `NAME` and `make(context) -> Chart | Absent`; the order here is that of the default pack."""
