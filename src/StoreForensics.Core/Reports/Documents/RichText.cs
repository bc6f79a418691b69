using System.Runtime.CompilerServices;

namespace StoreForensics.Reports.Documents;

/// <summary>Spans in order.</summary>
[CollectionBuilder(typeof(RichText), nameof(Create))]
internal readonly struct RichText(IReadOnlyList<Span> spans) : IEnumerable<Span>
{
    public static readonly RichText Empty = new([]);

    public IReadOnlyList<Span> Spans => spans ?? [];

    public bool IsEmpty => Spans.Count == 0;

    public static implicit operator RichText(string text) => new([new Span(text)]);

    public static implicit operator RichText(Span span) => new([span]);

    public static RichText Create(ReadOnlySpan<Span> spans) => new(spans.ToArray());

    public IEnumerator<Span> GetEnumerator() => Spans.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
