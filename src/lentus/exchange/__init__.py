"""Where other systems plug in: messages of hospitals, calendars and tables, without rules of their own.

Whatever is asked here is answered by the floors below; a message that cannot be read says why and what is needed.
"""
