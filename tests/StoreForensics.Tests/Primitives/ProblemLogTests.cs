using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

public sealed class ProblemLogTests
{
    [Test]
    public void Sorts_by_severity_then_place()
    {
        var log = new ProblemLog();
        log.Note("SF-A-0001", new Origin("e", "a"), "note");
        log.Warn("SF-B-0001", new Origin("e", "z"), "w");
        log.Warn("SF-A-0001", new Origin("e", "z"), "w");
        log.Warn("SF-A-0001", new Origin("e", "b", 7), "w");
        log.Warn("SF-A-0001", new Origin("e", "b"), "w");
        log.Warn("SF-A-0001", new Origin("d", "x"), "w");
        log.Damage("SF-Z-0009", new Origin("z", "z"), "damage");
        Assert.That(log.Sorted().Select(p => $"{p.Severity} {p.Origin.Evidence} {p.Origin} {p.Code}"), Is.EqualTo(new[]
        {
            "Damage z z SF-Z-0009", "Warning d x SF-A-0001", "Warning e b SF-A-0001", "Warning e b at byte 7 SF-A-0001",
            "Warning e z SF-A-0001", "Warning e z SF-B-0001", "Note e a SF-A-0001",
        }));
    }

    [Test]
    public void The_same_at_the_same_place_is_kept_once()
    {
        var log = new ProblemLog();
        log.Warn("SF-A-0001", new Origin("e", "a"), "first words");
        log.Warn("SF-A-0001", new Origin("e", "a"), "other words");
        log.Warn("SF-A-0001", new Origin("e", "a", 0), "another place");
        Assert.That(log.Sorted().Select(p => p.Message), Is.EqualTo(new[] { "first words", "another place" }));
    }

    [Test]
    public void Past_the_limit_only_new_ones_are_counted()
    {
        var log = new ProblemLog();
        for (int i = 0; i < ProblemLog.Limit + 5; i++)
            log.Warn("SF-A-0001", new Origin("e", "a", i), "w");
        log.Warn("SF-A-0001", new Origin("e", "a", 3), "known already");
        Assert.Multiple(() =>
        {
            Assert.That(log.Sorted(), Has.Count.EqualTo(ProblemLog.Limit));
            Assert.That(log.Dropped, Is.EqualTo(5));
            Assert.That(log.HasDamage, Is.False);
        });
    }

    [Test]
    public void Damage_shows_even_where_it_was_not_kept()
    {
        var log = new ProblemLog();
        for (int i = 0; i < ProblemLog.Limit; i++)
            log.Note("SF-A-0001", new Origin("e", "a", i), "n");
        log.Damage("SF-A-0002", new Origin("e", "a"), "d");
        Assert.That(log.HasDamage, Is.True);
    }

    [Test]
    public void The_order_does_not_depend_on_threads()
    {
        var log = new ProblemLog();
        Parallel.For(0, 2000, i => log.Warn("SF-A-0001", new Origin("e", $"p{i % 500:D3}"), "w"));
        Assert.That(log.Sorted().Select(p => p.Origin.ToString()), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"p{i:D3}")));
    }

    [Test]
    public void An_origin_without_a_path_is_the_evidence() =>
        Assert.That(new Origin("disk.E01", default, 512).ToString(), Is.EqualTo("disk.E01 at byte 512"));
}
