"""From the frozen Report to what people read. Nothing here ever sees an answer."""
