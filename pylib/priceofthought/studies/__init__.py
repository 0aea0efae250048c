"""What can be computed about each chapter's subject, a module a chapter, by the chapter's own word; no verdict."""
