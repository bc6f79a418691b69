using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

internal sealed class ContainmentTests
{
    private static readonly Origin s_place = new("host.tar", EvidencePath.FromString("containers/x"));

    [Test]
    public void A_fault_becomes_a_problem_at_its_place_and_the_rest_goes_on()
    {
        var problems = new ProblemLog();

        Assert.That(problems.Contain(s_place, () => throw new InvalidOperationException("secret of the program")), Is.False);
        Assert.That(problems.ContainOr(s_place, 7, () => 8), Is.EqualTo(8));

        Problem problem = problems.Sorted().Single();
        Assert.That(problem, Is.EqualTo(new Problem("SF-CORE-0001", ProblemSeverity.Damage, s_place,
            "cannot be read: a fault in this program; please report it (--debug tells what it was)")));
        Assert.That(problems.Faults.Single().Fault, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Damage_keeps_its_code_and_offset()
    {
        var problems = new ProblemLog();

        problems.Contain(s_place, () => throw new EvidenceFormatException("SF-TAR-0002", "is cut", 17));

        Assert.That(problems.Sorted().Single(),
            Is.EqualTo(new Problem("SF-TAR-0002", ProblemSeverity.Damage, s_place with { Offset = 17 }, "cannot be read: is cut")));
        Assert.That(problems.Faults, Is.Empty);
    }

    [Test]
    public void Want_of_memory_is_said_to_be_that()
    {
        var problems = new ProblemLog();

        problems.Contain(s_place, () => throw new AggregateException(new InsufficientExecutionStackException()));

        Assert.That(problems.Sorted().Single().Code, Is.EqualTo("SF-CORE-0002"));
        Assert.That(problems.Sorted().Single().Message, Does.Contain("more memory than there is"));
    }

    /// <summary>A full scratch directory is no damage of the evidence, and an interrupt ends everything.</summary>
    [Test]
    public void What_is_not_about_one_part_goes_through()
    {
        var problems = new ProblemLog();
        Exception[] all = [new EvidenceOpenException("x"), new UsageException("x"), new ScratchException("x", new IOException()),
            new OperationCanceledException(), new AggregateException(new UsageException("x"))];

        foreach (Exception e in all)
            Assert.That(() => problems.Contain(s_place, () => throw e), Throws.Exception.SameAs(e));
        Assert.That(problems.Sorted(), Is.Empty);
    }

    [Test]
    public void A_sequence_ends_where_the_fault_is()
    {
        var problems = new ProblemLog();

        Assert.That(problems.ContainEach(s_place, Numbers).ToArray(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(problems.HasDamage, Is.True);

        static IEnumerable<int> Numbers()
        {
            yield return 1;
            yield return 2;
            throw new OverflowException();
        }
    }

    /// <summary>Faults are kept for who mends the program, not by the million.</summary>
    [Test]
    public void Few_faults_are_kept()
    {
        var problems = new ProblemLog();

        for (int i = 0; i < 100; i++)
            problems.Contain(s_place with { Offset = i }, () => throw new InvalidOperationException());

        Assert.That(problems.Faults, Has.Count.EqualTo(10));
        Assert.That(problems.Sorted(), Has.Count.EqualTo(100));
    }
}
