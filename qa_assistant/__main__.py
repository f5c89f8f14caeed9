"""`python -m qa_assistant` is `qa-assistant`."""

from qa_assistant.cli import main

if __name__ == "__main__":
    main()
