"""Start the web chat: bring the index up to date and serve the page, with the settings of the environment."""

from qa_assistant.cli import main

if __name__ == "__main__":
    main(["serve"])
