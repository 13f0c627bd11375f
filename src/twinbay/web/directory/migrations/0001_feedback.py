"""What visitors say about suggested partners."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Create the table of feedback events."""

    initial = True
    dependencies: ClassVar[list[Any]] = []
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="FeedbackEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visitor", models.CharField(max_length=64)),
                ("org_id", models.CharField(max_length=200)),
                ("partner_id", models.CharField(max_length=200)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("follow", "follow"),
                            ("dismiss", "not for us"),
                            ("withdraw", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        fields=["visitor", "org_id", "partner_id"], name="feedback_of_visitor"
                    )
                ],
            },
        ),
    ]
