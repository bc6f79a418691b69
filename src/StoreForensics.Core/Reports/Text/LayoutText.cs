using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Text;

/// <summary>The layout of stores, worded: the one place where reports and the terminal have their sentences from.</summary>
public static class LayoutText
{
    /// <summary>What stands above the list.</summary>
    public const string Opening = "Which file holds what, in the order in which one would look. Each is followed along one image and one container of this evidence; "
        + "what is quoted was read from the file named beside it.";

    /// <summary>One store in a line.</summary>
    public static string Heading(StoreInfo store) =>
        DisplayText.Escape($"{store.Name}: {store.Era} layout, driver {store.Driver}, at {(store.Root.Path.IsEmpty ? "." : store.Root.Path.ToString())}");

    /// <summary><c>Repositories › ubuntu › 12.04: 8dbd…</c>; what there is to say where nothing was read.</summary>
    public static string Read(LayoutFact fact) => !fact.IsThere ? "none in this evidence"
        : fact.Value is null ? "not read" : $"{fact.Key}: {fact.Value}";

    /// <summary>The place as the origins of events are; names that would differ in braces where there is none.</summary>
    public static string Place(LayoutFact fact) => DisplayText.Escape(fact.Place.Path.Bytes);

    /// <summary><c>1 of 4</c>; empty where there is one or they were not counted.</summary>
    public static string Count(LayoutFact fact) => fact.Count is > 1 and int count ? string.Create(CultureInfo.InvariantCulture, $"one of {count}") : "";
}
