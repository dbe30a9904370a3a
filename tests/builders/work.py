"""What people do, and a clinic played forward: the use cases a test sets its scene with."""

from __future__ import annotations

from pumpsched.domain.dose_request import DoseRequest
from pumpsched.simulation.draws import Chances, RandomDraws
from pumpsched.simulation.figures import Figures, Forecast
from pumpsched.simulation.simulated_pump import Subject
from pumpsched.simulation.world import Clinic, Scene, play
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.demo import DEMO_TODAY, build_demo, demo_sources
from pumpsched.usecases.dose import record_programme
from pumpsched.usecases.exporting import write_folder
from pumpsched.usecases.facts import record_archive, record_fact, record_refill
from pumpsched.usecases.import_session import Choices, sources_at
from pumpsched.usecases.importing import DifferingRows, ImportReceipt, import_sources
from pumpsched.usecases.origins import RowOrigins
from pumpsched.usecases.outlooks import fresh_rows, rebuild
from pumpsched.usecases.patients import add_patient
from pumpsched.usecases.plan import Booking, Proposal, book_plan
from pumpsched.usecases.pumps import implant_pump
from pumpsched.usecases.route import route_sheet
from pumpsched.usecases.simulate import Beginning, Supposed, begin, simulate
from pumpsched.usecases.undo import entry_to_undo, void_act
from pumpsched.usecases.worklist import Filter, next_due

__all__ = [
    "CALM",
    "DEMO_TODAY",
    "Beginning",
    "Booking",
    "Chances",
    "Choices",
    "Clinic",
    "DifferingRows",
    "DoseRequest",
    "Figures",
    "Filter",
    "Forecast",
    "ImportReceipt",
    "Proposal",
    "RandomDraws",
    "RowOrigins",
    "Scene",
    "Subject",
    "Supposed",
    "add_patient",
    "begin",
    "book_plan",
    "build_demo",
    "demo_sources",
    "entry_to_undo",
    "fresh_rows",
    "implant_pump",
    "import_sources",
    "next_due",
    "open_chart",
    "play",
    "rebuild",
    "record_archive",
    "record_fact",
    "record_programme",
    "record_refill",
    "route_sheet",
    "simulate",
    "sources_at",
    "void_act",
    "write_folder",
]

CALM = Chances(flow=0, boluses=0, dose=0, missed=0, ill=0)
"""Nothing is left to chance."""
