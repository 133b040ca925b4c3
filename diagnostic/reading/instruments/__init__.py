"""Instruments from elsewhere, tables or other programs' files, as questionnaires; and questionnaires as tables.

Whatever a file holds is in the questionnaire, or named with its place among what was assumed or left out.
"""
