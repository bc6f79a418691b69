using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>Who was concerned, when, and what ties them: a lane for each image and container that weighing findings are about.</summary>
/// <param name="Columns">Moments in their order, each column with its first; distances say nothing of durations.</param>
/// <param name="Lanes">By their first moment.</param>
/// <param name="Ties">What leads from lane to lane, by column.</param>
/// <param name="MoreLanes">How many images and containers had no room.</param>
public sealed record StoryPicture(IReadOnlyList<Timestamp> Columns, IReadOnlyList<SwimLane> Lanes, IReadOnlyList<LaneTie> Ties, int MoreLanes);

/// <summary>An image or a container, or several with the same marks.</summary>
/// <param name="Evidence">Where it is.</param>
/// <param name="Names">As findings name it.</param>
/// <param name="IsContainer">Else an image.</param>
/// <param name="From">The column in which it was made; null when not known.</param>
/// <param name="To">The column in which a container ended; null: it had not, or is an image.</param>
/// <param name="Marks">Its findings by column.</param>
public sealed record SwimLane(string Evidence, IReadOnlyList<string> Names, bool IsContainer, int? From, int? To, IReadOnlyList<LaneMark> Marks);

/// <summary>What was found of one lane at one moment.</summary>
/// <param name="Column">Which.</param>
/// <param name="Severity">The gravest.</param>
/// <param name="Findings">Gravest first.</param>
public sealed record LaneMark(int Column, FindingSeverity Severity, IReadOnlyList<Finding> Findings);

/// <summary>What leads from one lane to another.</summary>
/// <param name="From">Index of the lane.</param>
/// <param name="To">Index of the lane.</param>
/// <param name="Word"><c>runs</c> (the container ran the image), <c>made from</c> (it was never started),
/// <c>built from</c>, <c>committed as</c>, <c>same bytes</c>.</param>
/// <param name="Column">When.</param>
public sealed record LaneTie(int From, int To, string Word, int Column);
