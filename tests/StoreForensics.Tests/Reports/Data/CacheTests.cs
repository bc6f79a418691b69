using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

public sealed class CacheTests
{
    [Test]
    public void Subjects_are_encoded_once_until_the_budget_is_spent()
    {
        int encoded = 0;
        var cache = new SubjectCache<string>(
            subject =>
            {
                encoded++;
                return subject.Evidence;
            },
            value => value.Length,
            budgetBytes: 100);
        EventSubject[] subjects = [.. Enumerable.Range(0, 10).Select(i => new EventSubject { Index = i * 1000, Evidence = new string((char)('a' + i), 30) })];

        Assert.That(Enumerable.Repeat(subjects[..3], 4).SelectMany(s => s).Select(s => cache[s][0]), Is.EqualTo("abcabcabcabc"));
        Assert.That(encoded, Is.EqualTo(3));
        Assert.That(subjects.Select(s => cache[s][0]), Is.EqualTo("abcdefghij"));
        Assert.That(encoded, Is.EqualTo(10));
        Assert.That(cache[subjects[0]], Is.EqualTo(subjects[0].Evidence));
        Assert.That(encoded, Is.EqualTo(11), "the first was forgotten");
    }

    [Test]
    public void Texts_are_encoded_once_until_there_are_too_many()
    {
        int encoded = 0;
        var cache = new TextCache<int>(text =>
        {
            encoded++;
            return text.Length;
        });

        Assert.That(new[] { "a", new string('a', 1), "", "bb", "a" }.Select(t => cache[t]), Is.EqualTo(new[] { 1, 1, 0, 2, 1 }));
        Assert.That(encoded, Is.EqualTo(3));
        for (int i = 0; i < 5000; i++)
            Assert.That(cache["text " + i], Is.EqualTo(("text " + i).Length));
        Assert.That(cache["bb"], Is.EqualTo(2));
        Assert.That(encoded, Is.EqualTo(5004));
    }
}
