using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>The names of layers' owners (<see cref="Subjects"/>), each list made
/// once: every build on a base asks for those of the base's layers again.</summary>
internal sealed class LayerSubjects
{
    private readonly Dictionary<Layer, IReadOnlyList<string>> _known = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<string> Of(Layer layer)
    {
        if (!_known.TryGetValue(layer, out IReadOnlyList<string>? subjects))
            _known[layer] = subjects = Subjects.Of(layer);
        return subjects;
    }
}
